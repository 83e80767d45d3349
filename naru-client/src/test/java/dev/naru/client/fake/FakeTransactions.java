package dev.naru.client.fake;

import dev.naru.protocol.ApiRequest;
import dev.naru.protocol.ApiResponse;
import dev.naru.protocol.ErrorCode;
import dev.naru.protocol.message.AddOffsetsToTxnRequest;
import dev.naru.protocol.message.AddOffsetsToTxnResponse;
import dev.naru.protocol.message.AddPartitionsToTxnRequest;
import dev.naru.protocol.message.AddPartitionsToTxnResponse;
import dev.naru.protocol.message.AddPartitionsToTxnResponse.AddPartitionsToTxnPartitionResult;
import dev.naru.protocol.message.AddPartitionsToTxnResponse.AddPartitionsToTxnTopicResult;
import dev.naru.protocol.message.EndTxnRequest;
import dev.naru.protocol.message.EndTxnResponse;
import dev.naru.protocol.message.InitProducerIdRequest;
import dev.naru.protocol.message.InitProducerIdResponse;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A transaction coordinator, of the first or the second version of transactions: epochs fence, an end may be asked for
 * again, and markers are in the logs before it is answered.
 */
final class FakeTransactions {
    private final FakeCluster cluster;
    private final Map<String, State> states = new HashMap<>();

    FakeTransactions(FakeCluster cluster) {
        this.cluster = cluster;
    }

    /** What is known of a transactional id. */
    private static final class State {
        private final long producerId;
        private short epoch;
        private boolean ongoing;
        private final Set<Integer> partitions = new TreeSet<>();
        private short endedEpoch = -1;
        private short bumpedEpoch = -1;
        private boolean endedWithCommit;

        State(long producerId) {
            this.producerId = producerId;
        }
    }

    /** The answer, or null if this is not about transactions. */
    @Nullable
    ApiResponse answer(ApiRequest request, boolean elsewhere, boolean loading) {
        boolean refuse = elsewhere || loading;
        short error = (elsewhere
                        ? ErrorCode.NOT_COORDINATOR
                        : loading ? ErrorCode.COORDINATOR_LOAD_IN_PROGRESS : ErrorCode.NONE)
                .code();
        if (request instanceof InitProducerIdRequest init && init.transactionalId() != null) {
            return refuse ? new InitProducerIdResponse().errorCode(error) : init(init);
        } else if (request instanceof AddPartitionsToTxnRequest add) {
            return addPartitions(add, ErrorCode.of(error));
        } else if (request instanceof AddOffsetsToTxnRequest) {
            return new AddOffsetsToTxnResponse().errorCode(error);
        } else if (request instanceof EndTxnRequest end) {
            return refuse ? new EndTxnResponse().errorCode(error) : end(end);
        }
        return null;
    }

    private InitProducerIdResponse init(InitProducerIdRequest request) {
        State state = states.computeIfAbsent(request.transactionalId(), ignored -> new State(cluster.nextProducerId()));
        boolean knowsItself = request.producerEpoch() >= 0;
        if (knowsItself && request.producerEpoch() == state.bumpedEpoch) {
            // The same question again: its answer was lost.
            return new InitProducerIdResponse().producerId(state.producerId).producerEpoch(state.epoch);
        }
        if (knowsItself && request.producerEpoch() != state.epoch) {
            return new InitProducerIdResponse().errorCode(ErrorCode.PRODUCER_FENCED.code());
        }
        state.bumpedEpoch = knowsItself ? request.producerEpoch() : -1;
        if (state.ongoing) {
            state.epoch++;
            finish(state, false);
        }
        state.epoch++;
        return new InitProducerIdResponse().producerId(state.producerId).producerEpoch(state.epoch);
    }

    private AddPartitionsToTxnResponse addPartitions(AddPartitionsToTxnRequest request, ErrorCode refusal) {
        List<AddPartitionsToTxnTopicResult> topics = new ArrayList<>();
        request.v3AndBelowTopics().forEach(topic -> {
            List<AddPartitionsToTxnPartitionResult> results = new ArrayList<>();
            topic.partitions().forEach(partition -> {
                ErrorCode error = refusal != ErrorCode.NONE
                        ? refusal
                        : add(
                                request.v3AndBelowTransactionalId(),
                                request.v3AndBelowProducerId(),
                                request.v3AndBelowProducerEpoch(),
                                partition);
                results.add(new AddPartitionsToTxnPartitionResult()
                        .partitionIndex(partition)
                        .partitionErrorCode(error.code()));
            });
            topics.add(new AddPartitionsToTxnTopicResult().name(topic.name()).resultsByPartition(results));
        });
        return new AddPartitionsToTxnResponse().resultsByTopicV3AndBelow(topics);
    }

    /** Makes a partition part of the transaction. */
    ErrorCode add(String transactionalId, long producerId, short epoch, int partition) {
        State state = states.get(transactionalId);
        if (state == null || state.producerId != producerId) {
            return ErrorCode.INVALID_PRODUCER_ID_MAPPING;
        }
        if (epoch != state.epoch) {
            return ErrorCode.INVALID_PRODUCER_EPOCH;
        }
        state.ongoing = true;
        state.partitions.add(partition);
        return ErrorCode.NONE;
    }

    /** Whether a batch may be written: its partition is part of the transaction, or becomes it in the second version. */
    ErrorCode verify(String transactionalId, long producerId, short epoch, int partition) {
        if (cluster.transactionVersion() >= 2) {
            return add(transactionalId, producerId, epoch, partition);
        }
        State state = states.get(transactionalId);
        boolean part = state != null && state.epoch == epoch && state.ongoing && state.partitions.contains(partition);
        return part ? ErrorCode.NONE : ErrorCode.INVALID_TXN_STATE;
    }

    private EndTxnResponse end(EndTxnRequest request) {
        State state = states.get(request.transactionalId());
        if (state == null) {
            return new EndTxnResponse().errorCode(ErrorCode.INVALID_PRODUCER_ID_MAPPING.code());
        }
        boolean second = cluster.transactionVersion() >= 2;
        boolean again = request.producerEpoch() == state.endedEpoch
                && !state.ongoing
                && (second || request.producerEpoch() == state.epoch);
        if (again) {
            ErrorCode error =
                    request.committed() == state.endedWithCommit ? ErrorCode.NONE : ErrorCode.INVALID_TXN_STATE;
            return answer(state, error);
        }
        if (request.producerEpoch() != state.epoch) {
            return answer(state, ErrorCode.PRODUCER_FENCED);
        }
        if (!state.ongoing && (request.committed() || !second)) {
            return answer(state, ErrorCode.INVALID_TXN_STATE);
        }
        state.endedEpoch = state.epoch;
        state.endedWithCommit = request.committed();
        if (second) {
            state.epoch++;
        }
        finish(state, request.committed());
        return answer(state, ErrorCode.NONE);
    }

    private static EndTxnResponse answer(State state, ErrorCode error) {
        return new EndTxnResponse()
                .errorCode(error.code())
                .producerId(state.producerId)
                .producerEpoch(state.epoch);
    }

    private void finish(State state, boolean commit) {
        state.partitions.forEach(partition ->
                cluster.log(partition).end(state.producerId, state.epoch, commit, cluster.epoch(partition)));
        state.partitions.clear();
        state.ongoing = false;
    }
}
