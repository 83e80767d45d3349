package dev.naru.broker.api;

import dev.naru.broker.metadata.ProducerIds;
import dev.naru.coordinator.runtime.ProducerIdentity;
import dev.naru.coordinator.transaction.EndTransaction;
import dev.naru.coordinator.transaction.ProducerAnswer;
import dev.naru.coordinator.transaction.TransactionShard;
import dev.naru.coordinator.transaction.TransactionVersion;
import dev.naru.protocol.ErrorCode;
import dev.naru.protocol.message.EndTxnRequest;
import dev.naru.protocol.message.EndTxnResponse;

/**
 * EndTxn 0–5: commits or aborts. Answered when the decision is committed; the markers follow, and until they are written the
 * next transaction of the same id waits ({@link TransactionEntry}). Asking again for the same end is answered the same.
 *
 * <p>From version 5 on (KIP-890) the producer goes on under the identity in the response. PRODUCER_FENCED is
 * INVALID_PRODUCER_EPOCH before version 2.
 */
final class EndTxnHandler implements ApiHandler<EndTxnRequest> {
    private static final short FENCED_SINCE = 2;
    private static final short EPOCH_BUMPED_SINCE = 5;

    private final ProducerIds ids;
    private final CoordinatorGateway<TransactionShard> coordinator;

    EndTxnHandler(ProducerIds ids, CoordinatorGateway<TransactionShard> coordinator) {
        this.ids = ids;
        this.coordinator = coordinator;
    }

    @Override
    public void handle(EndTxnRequest request, RequestContext context) {
        if (request.transactionalId().isEmpty()) {
            context.respond(failure(ErrorCode.INVALID_REQUEST));
        } else {
            end(request, context, ProducerIdentity.NONE.id());
        }
    }

    private void end(EndTxnRequest request, RequestContext context, long freshId) {
        EndTransaction asked = new EndTransaction(
                request.transactionalId(),
                new ProducerIdentity(request.producerId(), request.producerEpoch()),
                request.committed(),
                context.version() >= EPOCH_BUMPED_SINCE ? TransactionVersion.V2 : TransactionVersion.V0,
                freshId);
        coordinator.decide(
                request.transactionalId(),
                context,
                shard -> shard.endTransaction(asked),
                answer -> {
                    if (answer.needsProducerId()) {
                        ids.next(
                                context.loop(),
                                id -> context.runOn(context.loop(), () -> end(request, context, id)),
                                () -> context.respond(failure(ErrorCode.COORDINATOR_LOAD_IN_PROGRESS)));
                    } else {
                        context.respond(response(answer, context.version()));
                    }
                },
                error -> context.respond(failure(error)));
    }

    private static EndTxnResponse response(ProducerAnswer answer, short version) {
        return new EndTxnResponse()
                .errorCode(ErrorCodes.inVersion(answer.error(), version, FENCED_SINCE)
                        .code())
                .producerId(answer.producer().id())
                .producerEpoch(answer.producer().epoch());
    }

    private static EndTxnResponse failure(ErrorCode error) {
        return response(ProducerAnswer.refusal(error), Short.MAX_VALUE);
    }
}
