package dev.naru.client.cluster;

import dev.naru.client.Address;
import dev.naru.client.BrokerException;
import dev.naru.protocol.ApiResponse;
import dev.naru.protocol.ErrorCode;
import dev.naru.protocol.message.FindCoordinatorRequest;
import dev.naru.protocol.message.FindCoordinatorResponse;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Finds the brokers that coordinate groups or transactions (FindCoordinator, many keys in one request) and remembers them
 * until one says that it is not, or cannot be reached.
 *
 * <p>Threading: confined to the client's loop.
 */
public final class Coordinators {
    private static final int KNOWN_MAX = 10_000;
    private static final int VERSION_WITH_MANY_KEYS = 4;

    private final Cluster cluster;
    private final Kind kind;
    private final BrokerLinks links;
    private final Map<String, Address> known = new HashMap<>();

    /** What is coordinated. */
    public enum Kind {
        /** Consumer groups, by group id. */
        GROUP((byte) 0, "group "),
        /** Transactions, by transactional id. */
        TRANSACTION((byte) 1, "transactional id ");

        private final byte code;
        private final String noun;

        Kind(byte code, String noun) {
            this.code = code;
            this.noun = noun;
        }
    }

    /** @param links what requests to coordinators go over */
    public Coordinators(Cluster cluster, Kind kind, BrokerLinks links) {
        this.cluster = cluster;
        this.kind = kind;
        this.links = links;
    }

    /**
     * Asks the coordinator of {@code key}, tries again while that may help.
     *
     * @param what for the failure, if time runs out
     * @param read turns the answer into the result; throws {@link BrokerException} for an error in it
     */
    public <S extends ApiResponse, T> CompletableFuture<T> call(
            String what, String key, Ask<S> ask, Function<S, T> read) {
        return cluster.retries().call(what, () -> ask(key, ask, read));
    }

    /** As {@link #call}, once. After a failure that may be due to it, the coordinator is looked up anew by the next call. */
    public <S extends ApiResponse, T> CompletableFuture<T> ask(String key, Ask<S> ask, Function<S, T> read) {
        return locate(key)
                .thenCompose(address -> links.send(address, ask))
                .thenApply(read)
                .whenComplete((result, failure) -> {
                    if (failure != null && mayHaveMoved(Failures.unwrap(failure))) {
                        known.remove(key);
                    }
                });
    }

    /** Where the coordinator of {@code key} is reached. */
    public CompletableFuture<Address> locate(String key) {
        return locate(List.of(key)).thenApply(addresses -> {
            Address address = addresses.get(key);
            if (address == null) {
                throw new BrokerException(ErrorCode.COORDINATOR_NOT_AVAILABLE, kind.noun + key, null);
            }
            return address;
        });
    }

    /** Where the coordinators of these keys are reached; fails if that of one of them is not known. */
    public CompletableFuture<Map<String, Address>> locate(Collection<String> keys) {
        List<String> missing =
                keys.stream().filter(key -> !known.containsKey(key)).distinct().toList();
        if (missing.isEmpty()) {
            return CompletableFuture.completedFuture(pick(keys));
        }
        FindCoordinatorRequest request =
                new FindCoordinatorRequest().keyType(kind.code).coordinatorKeys(missing);
        return cluster.askAny(Ask.of(
                        request,
                        FindCoordinatorResponse.class,
                        cluster.config().timeouts().requestMs()))
                .thenApply(response -> {
                    take(response);
                    return pick(keys);
                });
    }

    /** Looks the coordinator of {@code key} up anew the next time it is needed. */
    public void forget(String key) {
        known.remove(key);
    }

    /** The coordinator of {@code key} if it is known, without asking. */
    public @Nullable Address known(String key) {
        return known.get(key);
    }

    private void take(FindCoordinatorResponse response) {
        if (response.coordinators().isEmpty()) {
            throw new RequestUnsupportedException("the broker is too old: it has no FindCoordinator of version "
                    + VERSION_WITH_MANY_KEYS + ", which came with Kafka 3.0");
        }
        if (known.size() > KNOWN_MAX) {
            known.clear();
        }
        for (FindCoordinatorResponse.Coordinator found : response.coordinators()) {
            ErrorCode error = ErrorCode.of(found.errorCode());
            if (error != ErrorCode.NONE) {
                throw new BrokerException(error, kind.noun + found.key(), found.errorMessage());
            }
            known.put(found.key(), new Address(found.host(), found.port()));
        }
    }

    private Map<String, Address> pick(Collection<String> keys) {
        Map<String, Address> picked = new HashMap<>();
        for (String key : keys) {
            Address address = known.get(key);
            if (address != null) {
                picked.put(key, address);
            }
        }
        return picked;
    }

    private static boolean mayHaveMoved(Throwable failure) {
        if (failure instanceof BrokerException refused) {
            return refused.code() == ErrorCode.NOT_COORDINATOR || refused.code() == ErrorCode.COORDINATOR_NOT_AVAILABLE;
        }
        return failure instanceof DisconnectedException;
    }
}
