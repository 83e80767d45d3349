package dev.naru.broker.api;

import dev.naru.protocol.ErrorCode;
import dev.naru.protocol.message.DescribeProducersRequest;
import dev.naru.protocol.message.DescribeProducersResponse;
import dev.naru.replication.Partition;
import dev.naru.storage.ActiveProducer;
import java.util.ArrayList;
import java.util.List;

/** DescribeProducers 0: the idempotent and transactional producers that the leader of a partition remembers. */
final class DescribeProducersHandler implements ApiHandler<DescribeProducersRequest> {
    private final PartitionFinder partitions;

    DescribeProducersHandler(PartitionFinder partitions) {
        this.partitions = partitions;
    }

    @Override
    public void handle(DescribeProducersRequest request, RequestContext context) {
        PartitionTasks tasks = new PartitionTasks();
        List<DescribeProducersResponse.TopicResponse> topics = new ArrayList<>();
        for (DescribeProducersRequest.TopicRequest topic : request.topics()) {
            List<DescribeProducersResponse.PartitionResponse> responses = new ArrayList<>();
            for (int index : topic.partitionIndexes()) {
                DescribeProducersResponse.PartitionResponse response =
                        new DescribeProducersResponse.PartitionResponse().partitionIndex(index);
                responses.add(response);
                tasks.add(
                        partitions.find(context.image(), topic.name(), index),
                        partition -> describe(partition, response),
                        error -> fail(response, error));
            }
            topics.add(new DescribeProducersResponse.TopicResponse()
                    .name(topic.name())
                    .partitions(responses));
        }
        tasks.run(context, () -> context.respond(new DescribeProducersResponse().topics(topics)));
    }

    private static void describe(Partition partition, DescribeProducersResponse.PartitionResponse response) {
        List<ActiveProducer> producers = partition.activeProducers();
        if (producers == null) {
            fail(response, ErrorCode.NOT_LEADER_OR_FOLLOWER);
            return;
        }
        response.activeProducers(
                producers.stream().map(DescribeProducersHandler::state).toList());
    }

    private static void fail(DescribeProducersResponse.PartitionResponse response, ErrorCode error) {
        response.errorCode(error.code()).errorMessage(error.message());
    }

    private static DescribeProducersResponse.ProducerState state(ActiveProducer producer) {
        return new DescribeProducersResponse.ProducerState()
                .producerId(producer.producerId())
                .producerEpoch(producer.producerEpoch())
                .lastSequence(producer.lastSequence())
                .lastTimestamp(producer.lastTimestampMs())
                .coordinatorEpoch(producer.coordinatorEpoch())
                .currentTxnStartOffset(producer.currentTransactionFirstOffset());
    }
}
