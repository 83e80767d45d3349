package dev.naru.broker.api;

import dev.naru.broker.config.BrokerConfig;
import dev.naru.common.runtime.EventLoop.Cancellable;
import dev.naru.coordinator.transaction.TouchPartitions;
import dev.naru.coordinator.transaction.TransactionShard;
import dev.naru.protocol.ErrorCode;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Adds partitions to a producer's transaction. A producer whose last transaction is still getting its markers is not refused at
 * once, to come back after a pause of its own choosing: it waits for the coordinator to say that the end is complete, which is
 * a matter of a millisecond, and is refused with CONCURRENT_TRANSACTIONS only if that takes too long.
 *
 * <p>Threading: called and answered on the request's loop.
 */
final class TransactionEntry {
    private final CoordinatorGateway<TransactionShard> coordinator;
    private final BrokerConfig.Transactions config;

    TransactionEntry(CoordinatorGateway<TransactionShard> coordinator, BrokerConfig.Transactions config) {
        this.coordinator = coordinator;
        this.config = config;
    }

    /** Adds them; {@code answer} gets how that went. */
    void add(TouchPartitions request, RequestContext context, Consumer<ErrorCode> answer) {
        new Attempts(request, context, answer).ask();
    }

    /** One request, asked again whenever it may be time. */
    private final class Attempts {
        private final TouchPartitions request;
        private final RequestContext context;
        private final Consumer<ErrorCode> answer;
        private final long giveUpMs;
        private @Nullable Cancellable pause;

        Attempts(TouchPartitions request, RequestContext context, Consumer<ErrorCode> answer) {
            this.request = request;
            this.context = context;
            this.answer = answer;
            this.giveUpMs = nowMs() + config.beginRetryMsMax();
        }

        private long nowMs() {
            return context.loop().clock().nanos() / 1_000_000;
        }

        void ask() {
            coordinator.decide(
                    request.transactionalId(), context, shard -> shard.addPartitions(request), this::onAnswer, answer);
        }

        private void onAnswer(ErrorCode error) {
            if (error == ErrorCode.CONCURRENT_TRANSACTIONS && nowMs() < giveUpMs) {
                awaitEnd();
            } else {
                answer.accept(error);
            }
        }

        /** The coordinator may change meanwhile and forget who waits, so there is a time limit to the pause as well. */
        private void awaitEnd() {
            pause = context.loop().schedule(config.beginRetryMs(), this::endPause);
            coordinator.decide(
                    request.transactionalId(),
                    context,
                    shard -> shard.awaitEnd(
                            request.transactionalId(), () -> context.loop().execute(this::endPause)),
                    isEnding -> {
                        if (!isEnding) {
                            endPause();
                        }
                    },
                    refusal -> {});
        }

        private void endPause() {
            Cancellable current = pause;
            if (current != null) {
                pause = null;
                current.cancel();
                context.runOn(context.loop(), this::ask);
            }
        }
    }
}
