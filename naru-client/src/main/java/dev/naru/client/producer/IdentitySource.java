package dev.naru.client.producer;

import dev.naru.client.BrokerException;
import dev.naru.client.ClientException;
import dev.naru.client.cluster.Ask;
import dev.naru.client.cluster.Cluster;
import dev.naru.client.cluster.Failures;
import dev.naru.client.cluster.Outcomes;
import dev.naru.common.TopicPartition;
import dev.naru.protocol.ErrorCode;
import dev.naru.protocol.message.InitProducerIdRequest;
import dev.naru.protocol.message.InitProducerIdResponse;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Gets the producer id (InitProducerId) and keeps the newest epoch of it. Epochs are raised here without asking, as
 * KIP-360 allows for producers without transactions; when they are used up, a new id is got.
 *
 * <p>Threading: confined to the client's loop.
 */
final class IdentitySource implements Identities {
    private final Cluster cluster;
    private final Consumer<@Nullable ClientException> onChange;
    private @Nullable ProducerIdentity current;
    private boolean acquiring;

    /** @param onChange hears of a new id with null, and of a failure that trying again does not help with that failure */
    IdentitySource(Cluster cluster, Consumer<@Nullable ClientException> onChange) {
        this.cluster = cluster;
        this.onChange = onChange;
    }

    @Override
    public @Nullable ProducerIdentity current() {
        return current;
    }

    @Override
    public @Nullable ProducerIdentity newerThan(@Nullable ProducerIdentity older) {
        ProducerIdentity known = current;
        if (known != null && known.equals(older)) {
            current = known.isExhausted() ? null : known.nextEpoch();
        }
        if (current == null) {
            acquire();
        }
        return current;
    }

    @Override
    public void forget(@Nullable ProducerIdentity lost) {
        if (current != null && current.equals(lost)) {
            current = null;
        }
    }

    @Override
    public @Nullable ClientException refusal() {
        return null;
    }

    @Override
    public boolean admits(TopicPartition partition) {
        return true;
    }

    @Override
    public @Nullable String transactionalId() {
        return null;
    }

    @Override
    public int produceVersionMax() {
        return Short.MAX_VALUE;
    }

    @Override
    public void acquire() {
        if (acquiring) {
            return;
        }
        acquiring = true;
        CompletableFuture<ProducerIdentity> asked = cluster.retries().call("getting a producer id", this::ask);
        Outcomes.handle(cluster.loop(), asked, (identity, failure) -> {
            acquiring = false;
            if (failure == null) {
                current = identity;
                onChange.accept(null);
            } else if (Failures.isRetriable(failure)) {
                acquire();
            } else {
                onChange.accept(Failures.asClientException(failure));
            }
        });
    }

    private CompletableFuture<ProducerIdentity> ask() {
        InitProducerIdRequest request = new InitProducerIdRequest()
                .transactionalId(null)
                .transactionTimeoutMs(Integer.MAX_VALUE)
                .producerId(-1)
                .producerEpoch((short) -1);
        return cluster.askAny(Ask.of(
                        request,
                        InitProducerIdResponse.class,
                        cluster.config().timeouts().requestMs()))
                .thenApply(IdentitySource::identity);
    }

    private static ProducerIdentity identity(InitProducerIdResponse response) {
        ErrorCode error = ErrorCode.of(response.errorCode());
        if (error != ErrorCode.NONE) {
            throw new BrokerException(error, "getting a producer id", null);
        }
        return new ProducerIdentity(response.producerId(), response.producerEpoch());
    }
}
