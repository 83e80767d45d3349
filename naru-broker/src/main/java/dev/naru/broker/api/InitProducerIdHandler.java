package dev.naru.broker.api;

import dev.naru.broker.metadata.ProducerIds;
import dev.naru.protocol.ErrorCode;
import dev.naru.protocol.message.InitProducerIdRequest;
import dev.naru.protocol.message.InitProducerIdResponse;
import org.jspecify.annotations.Nullable;

/**
 * InitProducerId 0–5: an id for an idempotent producer, at epoch 0. A producer without a transactional id always gets a new
 * one, whatever id it had; that is how it goes on after it has lost track of its sequences.
 *
 * <p>Transactions are not served yet: a transactional id is answered with UNSUPPORTED_VERSION, which no client tries again.
 * An empty one is INVALID_REQUEST, as in Kafka. While no ids can be had, COORDINATOR_LOAD_IN_PROGRESS lets clients retry.
 */
final class InitProducerIdHandler implements ApiHandler<InitProducerIdRequest> {
    private static final long NO_PRODUCER_ID = -1;
    private static final short NO_EPOCH = -1;

    private final ProducerIds ids;

    InitProducerIdHandler(ProducerIds ids) {
        this.ids = ids;
    }

    @Override
    public void handle(InitProducerIdRequest request, RequestContext context) {
        ErrorCode problem = problem(request.transactionalId());
        if (problem != ErrorCode.NONE) {
            context.respond(failure(problem));
            return;
        }
        ids.next(
                context.loop(),
                id -> context.respond(
                        new InitProducerIdResponse().producerId(id).producerEpoch((short) 0)),
                () -> context.respond(failure(ErrorCode.COORDINATOR_LOAD_IN_PROGRESS)));
    }

    @Override
    public InitProducerIdResponse onFailure(InitProducerIdRequest request, ErrorCode error) {
        return failure(error);
    }

    private static ErrorCode problem(@Nullable String transactionalId) {
        if (transactionalId == null) {
            return ErrorCode.NONE;
        }
        return transactionalId.isEmpty() ? ErrorCode.INVALID_REQUEST : ErrorCode.UNSUPPORTED_VERSION;
    }

    private static InitProducerIdResponse failure(ErrorCode error) {
        return new InitProducerIdResponse()
                .errorCode(error.code())
                .producerId(NO_PRODUCER_ID)
                .producerEpoch(NO_EPOCH);
    }
}
