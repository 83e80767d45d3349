package dev.naru.tests.simulation.coordination;

import dev.naru.protocol.ApiRequest;
import dev.naru.protocol.ApiResponse;
import dev.naru.protocol.ErrorCode;
import dev.naru.protocol.message.FindCoordinatorRequest;
import dev.naru.protocol.message.FindCoordinatorResponse;
import dev.naru.testkit.Gen;
import dev.naru.testkit.SimulatedProcess;
import dev.naru.tests.simulation.Wire;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;

/**
 * How a scripted client talks: it asks again until it has an answer that is not "later", and now and then what it sent arrives once
 * more on another connection, at once or seconds later, as it may when something between the two sends again.
 *
 * <p>A client that has crashed hears nothing any more.
 *
 * <p>Threading: the simulation's thread.
 */
final class Caller {
    private static final int AGAIN_MS = 40;
    private static final int LATE_MS_MAX = 4_000;
    private static final int GHOST_PERCENT = 8;

    /** Answers after which the same request is sent again. */
    private static final Set<ErrorCode> LATER = Set.of(
            ErrorCode.COORDINATOR_LOAD_IN_PROGRESS,
            ErrorCode.COORDINATOR_NOT_AVAILABLE,
            ErrorCode.NOT_COORDINATOR,
            ErrorCode.NOT_LEADER_OR_FOLLOWER,
            ErrorCode.NOT_ENOUGH_REPLICAS,
            ErrorCode.LEADER_NOT_AVAILABLE,
            ErrorCode.UNKNOWN_TOPIC_OR_PARTITION,
            ErrorCode.CONCURRENT_TRANSACTIONS,
            ErrorCode.UNSTABLE_OFFSET_COMMIT,
            ErrorCode.REQUEST_TIMED_OUT,
            ErrorCode.KAFKA_STORAGE_ERROR);

    private final Wire wire;
    private final Wire ghostWire;
    private final Gen gen;
    private boolean ghosts;
    private int life;

    Caller(SimulatedProcess process, Gen gen) {
        this.wire = new Wire(process);
        this.ghostWire = new Wire(process);
        this.gen = gen;
    }

    /** From now on some requests arrive twice. */
    Caller withGhosts() {
        ghosts = true;
        return this;
    }

    Gen gen() {
        return gen;
    }

    long nowMs() {
        return wire.loop().clock().wallMs();
    }

    /** The client is gone: nothing it asked for comes back. */
    void crash() {
        life++;
    }

    /** Runs something after a while, unless the client has crashed by then. */
    void after(long delayMs, Runnable step) {
        int mine = life;
        wire.loop().schedule(delayMs, () -> {
            if (mine == life) {
                step.run();
            }
        });
    }

    /**
     * Asks until there is an answer.
     *
     * @param request makes a fresh one for each time it is sent: the record data of a request is used up by sending it
     * @param error finds the error in the answer
     */
    <R extends ApiResponse> void call(
            Supplier<? extends ApiRequest> request,
            int version,
            Class<R> type,
            ToIntFunction<R> error,
            Consumer<R> answered) {
        int mine = life;
        Runnable again = () -> after(AGAIN_MS, () -> call(request, version, type, error, answered));
        wire.call(
                request.get(),
                version,
                type,
                response -> {
                    if (mine == life) {
                        if (LATER.contains(ErrorCode.of((short) error.applyAsInt(response)))) {
                            again.run();
                        } else {
                            answered.accept(response);
                        }
                    }
                },
                () -> {
                    if (mine == life) {
                        again.run();
                    }
                });
        if (ghosts && gen.chance(GHOST_PERCENT)) {
            ApiRequest copy = request.get();
            wire.loop()
                    .schedule(
                            gen.intIn(0, LATE_MS_MAX), () -> ghostWire.call(copy, version, type, any -> {}, () -> {}));
        }
    }

    /** Asks once; after {@code failed} nobody knows. */
    <R extends ApiResponse> void callOnce(
            ApiRequest request, int version, Class<R> type, Consumer<R> answered, Runnable failed) {
        int mine = life;
        wire.call(
                request,
                version,
                type,
                response -> {
                    if (mine == life) {
                        answered.accept(response);
                    }
                },
                () -> {
                    if (mine == life) {
                        failed.run();
                    }
                });
    }

    /** Asks for a coordinator until there is one; the first such question makes its topic. */
    void findCoordinator(int keyType, String key, Runnable found) {
        call(
                () -> new FindCoordinatorRequest().keyType((byte) keyType).coordinatorKeys(List.of(key)),
                4,
                FindCoordinatorResponse.class,
                response -> response.coordinators().get(0).errorCode(),
                response -> found.run());
    }
}
