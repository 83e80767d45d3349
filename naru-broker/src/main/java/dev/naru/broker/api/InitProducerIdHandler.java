package dev.naru.broker.api;

import dev.naru.broker.metadata.ProducerIds;
import dev.naru.coordinator.runtime.ProducerIdentity;
import dev.naru.coordinator.transaction.InitProducer;
import dev.naru.coordinator.transaction.ProducerAnswer;
import dev.naru.coordinator.transaction.TransactionShard;
import dev.naru.protocol.ErrorCode;
import dev.naru.protocol.message.InitProducerIdRequest;
import dev.naru.protocol.message.InitProducerIdResponse;

/**
 * InitProducerId 0–5. Without a transactional id: a new id at epoch 0, whatever the producer had; that is how it goes on after
 * it has lost track of its sequences. With one: the coordinator of the id decides, see {@link
 * dev.naru.coordinator.transaction.TransactionShard}; a transaction that is open is aborted first and CONCURRENT_TRANSACTIONS
 * lets the client come back.
 *
 * <p>PRODUCER_FENCED is INVALID_PRODUCER_EPOCH before version 4. While no ids can be had, COORDINATOR_LOAD_IN_PROGRESS lets
 * clients retry. Two-phase commit (version 6) is not stable in Kafka and not served.
 */
final class InitProducerIdHandler implements ApiHandler<InitProducerIdRequest> {
    private static final short FENCED_SINCE = 4;

    private final ProducerIds ids;
    private final CoordinatorGateway<TransactionShard> coordinator;

    InitProducerIdHandler(ProducerIds ids, CoordinatorGateway<TransactionShard> coordinator) {
        this.ids = ids;
        this.coordinator = coordinator;
    }

    @Override
    public void handle(InitProducerIdRequest request, RequestContext context) {
        String transactionalId = request.transactionalId();
        boolean isHalfKnown = (request.producerId() < 0) != (request.producerEpoch() < 0);
        if (isHalfKnown || (transactionalId != null && transactionalId.isEmpty())) {
            context.respond(failure(ErrorCode.INVALID_REQUEST));
        } else if (transactionalId == null) {
            withFreshId(
                    context,
                    id -> context.respond(
                            new InitProducerIdResponse().producerId(id).producerEpoch((short) 0)));
        } else {
            initialize(transactionalId, request, context, ProducerIdentity.NONE.id());
        }
    }

    private void initialize(
            String transactionalId, InitProducerIdRequest request, RequestContext context, long freshId) {
        ProducerIdentity expected = request.producerId() < 0
                ? ProducerIdentity.NONE
                : new ProducerIdentity(request.producerId(), request.producerEpoch());
        InitProducer asked = new InitProducer(transactionalId, request.transactionTimeoutMs(), expected, freshId);
        coordinator.decide(
                transactionalId,
                context,
                shard -> shard.initProducer(asked),
                answer -> {
                    if (answer.needsProducerId()) {
                        withFreshId(context, id -> initialize(transactionalId, request, context, id));
                    } else {
                        context.respond(response(answer, context.version()));
                    }
                },
                error -> context.respond(failure(error)));
    }

    private void withFreshId(RequestContext context, FreshId next) {
        ids.next(
                context.loop(),
                id -> context.runOn(context.loop(), () -> next.take(id)),
                () -> context.respond(failure(ErrorCode.COORDINATOR_LOAD_IN_PROGRESS)));
    }

    private interface FreshId {
        void take(long id);
    }

    @Override
    public InitProducerIdResponse onFailure(InitProducerIdRequest request, ErrorCode error) {
        return failure(error);
    }

    private static InitProducerIdResponse response(ProducerAnswer answer, short version) {
        return new InitProducerIdResponse()
                .errorCode(ErrorCodes.inVersion(answer.error(), version, FENCED_SINCE)
                        .code())
                .producerId(answer.producer().id())
                .producerEpoch(answer.producer().epoch());
    }

    private static InitProducerIdResponse failure(ErrorCode error) {
        return response(ProducerAnswer.refusal(error), Short.MAX_VALUE);
    }
}
