package dev.naru.client.admin;

import dev.naru.client.cluster.Ask;
import dev.naru.client.cluster.Cluster;
import dev.naru.client.cluster.ClusterView;
import dev.naru.common.TopicPartition;
import dev.naru.protocol.ErrorCode;
import dev.naru.protocol.message.DeleteRecordsRequest;
import dev.naru.protocol.message.DeleteRecordsResponse;
import dev.naru.protocol.message.DescribeLogDirsRequest;
import dev.naru.protocol.message.DescribeLogDirsResponse;
import dev.naru.protocol.message.DescribeProducersRequest;
import dev.naru.protocol.message.DescribeProducersResponse;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** Logs: what is in them, who writes them, what can go. Threading: confined to the client's loop. */
final class LogCalls {
    private final Cluster cluster;
    private final int requestMs;

    LogCalls(Cluster cluster) {
        this.cluster = cluster;
        this.requestMs = cluster.config().timeouts().requestMs();
    }

    CompletableFuture<Long> deleteRecords(TopicPartition partition, long beforeOffset) {
        DeleteRecordsRequest request = new DeleteRecordsRequest()
                .timeoutMs(requestMs)
                .topics(List.of(new DeleteRecordsRequest.DeleteRecordsTopic()
                        .name(partition.topic())
                        .partitions(List.of(new DeleteRecordsRequest.DeleteRecordsPartition()
                                .partitionIndex(partition.partition())
                                .offset(beforeOffset)))));
        String subject = "partition " + partition;
        Ask<DeleteRecordsResponse> ask = Ask.of(request, DeleteRecordsResponse.class, requestMs);
        return cluster.retries()
                .call(
                        "deleting records of " + subject,
                        () -> withLeader(partition)
                                .thenCompose(view -> cluster.askLeader(partition, ask))
                                .thenApply(response -> {
                                    DeleteRecordsResponse.DeleteRecordsPartitionResult result = Answers.only(
                                            Answers.only(response.topics(), subject)
                                                    .partitions(),
                                            subject);
                                    Answers.check(result.errorCode(), subject, null);
                                    return result.lowWatermark();
                                }));
    }

    CompletableFuture<List<ActiveProducer>> producers(TopicPartition partition) {
        DescribeProducersRequest request = new DescribeProducersRequest()
                .topics(List.of(new DescribeProducersRequest.TopicRequest()
                        .name(partition.topic())
                        .partitionIndexes(List.of(partition.partition()))));
        String subject = "partition " + partition;
        Ask<DescribeProducersResponse> ask = Ask.of(request, DescribeProducersResponse.class, requestMs);
        return cluster.retries()
                .call(
                        "describing producers of " + subject,
                        () -> withLeader(partition)
                                .thenCompose(view -> cluster.askLeader(partition, ask))
                                .thenApply(response -> {
                                    DescribeProducersResponse.PartitionResponse result = Answers.only(
                                            Answers.only(response.topics(), subject)
                                                    .partitions(),
                                            subject);
                                    Answers.check(result.errorCode(), subject, result.errorMessage());
                                    return result.activeProducers().stream()
                                            .map(producer -> new ActiveProducer(
                                                    producer.producerId(),
                                                    producer.producerEpoch(),
                                                    producer.lastSequence(),
                                                    producer.lastTimestamp(),
                                                    producer.coordinatorEpoch(),
                                                    producer.currentTxnStartOffset()))
                                            .toList();
                                }));
    }

    CompletableFuture<List<LogDirectory>> logDirectories(int brokerId) {
        DescribeLogDirsRequest request = new DescribeLogDirsRequest().topics(null);
        Ask<DescribeLogDirsResponse> ask = Ask.of(request, DescribeLogDirsResponse.class, requestMs);
        return cluster.retries()
                .call(
                        "describing log directories of broker " + brokerId,
                        () -> cluster.askBroker(brokerId, ask).thenApply(response -> {
                            Answers.check(response.errorCode(), "broker " + brokerId, null);
                            return response.results().stream()
                                    .map(LogCalls::directory)
                                    .toList();
                        }));
    }

    /** A view in which the partition has a leader, or an answer that there is no such partition. */
    CompletableFuture<ClusterView> withLeader(TopicPartition partition) {
        if (cluster.metadata().view().leader(partition) != null) {
            return CompletableFuture.completedFuture(cluster.metadata().view());
        }
        cluster.metadata().track(Set.of(partition.topic()));
        return cluster.metadata().refresh().thenApply(view -> {
            boolean missing = view.partition(partition) == null;
            Answers.check(
                    missing ? ErrorCode.UNKNOWN_TOPIC_OR_PARTITION.code() : ErrorCode.NONE.code(),
                    "partition " + partition,
                    null);
            return view;
        });
    }

    private static LogDirectory directory(DescribeLogDirsResponse.DescribeLogDirsResult result) {
        return new LogDirectory(
                result.logDir(),
                ErrorCode.of(result.errorCode()),
                result.totalBytes(),
                result.usableBytes(),
                result.topics().stream()
                        .flatMap(topic -> topic.partitions().stream()
                                .map(partition -> new LogDirectory.Replica(
                                        new TopicPartition(topic.name(), partition.partitionIndex()),
                                        partition.partitionSize(),
                                        partition.offsetLag(),
                                        partition.isFutureKey())))
                        .toList());
    }
}
