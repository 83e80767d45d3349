package dev.naru.broker.api;

import dev.naru.common.TopicPartition;
import dev.naru.coordinator.transaction.TransactionDescription;
import dev.naru.coordinator.transaction.TransactionShard;
import dev.naru.protocol.ErrorCode;
import dev.naru.protocol.message.DescribeTransactionsRequest;
import dev.naru.protocol.message.DescribeTransactionsResponse;
import dev.naru.protocol.message.DescribeTransactionsResponse.TopicData;
import dev.naru.protocol.message.DescribeTransactionsResponse.TransactionState;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * DescribeTransactions 0: where transactional ids stand. Of a transaction that is ending the partitions without a marker are
 * named. An id nobody knows is TRANSACTIONAL_ID_NOT_FOUND.
 */
final class DescribeTransactionsHandler implements ApiHandler<DescribeTransactionsRequest> {
    private final CoordinatorGateway<TransactionShard> coordinator;

    DescribeTransactionsHandler(CoordinatorGateway<TransactionShard> coordinator) {
        this.coordinator = coordinator;
    }

    @Override
    public void handle(DescribeTransactionsRequest request, RequestContext context) {
        InOrder.<String, TransactionState>ask(
                request.transactionalIds(),
                (id, described) -> describe(id, context, described),
                states -> context.respond(new DescribeTransactionsResponse().transactionStates(states)));
    }

    private void describe(String id, RequestContext context, Consumer<TransactionState> described) {
        if (id.isEmpty()) {
            described.accept(failure(id, ErrorCode.INVALID_REQUEST));
            return;
        }
        coordinator.decide(
                id,
                context,
                shard -> shard.describe(id),
                found -> described.accept(found.map(DescribeTransactionsHandler::state)
                        .orElseGet(() -> failure(id, ErrorCode.TRANSACTIONAL_ID_NOT_FOUND))),
                error -> described.accept(failure(id, error)));
    }

    private static TransactionState failure(String id, ErrorCode error) {
        return new TransactionState().transactionalId(id).errorCode(error.code());
    }

    private static TransactionState state(TransactionDescription found) {
        SortedMap<String, List<Integer>> byTopic = new TreeMap<>();
        for (TopicPartition partition : found.partitions()) {
            byTopic.computeIfAbsent(partition.topic(), topic -> new ArrayList<>())
                    .add(partition.partition());
        }
        List<TopicData> topics = new ArrayList<>();
        byTopic.forEach(
                (topic, indexes) -> topics.add(new TopicData().topic(topic).partitions(indexes)));
        return new TransactionState()
                .transactionalId(found.transactionalId())
                .transactionState(found.state().displayName())
                .transactionTimeoutMs(found.timeoutMs())
                .transactionStartTimeMs(found.startMs())
                .producerId(found.producer().id())
                .producerEpoch(found.producer().epoch())
                .topics(topics);
    }
}
