package dev.naru.client.admin;

import dev.naru.client.cluster.Ask;
import dev.naru.client.cluster.BrokerNode;
import dev.naru.client.cluster.Cluster;
import dev.naru.client.cluster.Coordinators;
import dev.naru.common.TopicPartition;
import dev.naru.protocol.message.DescribeTransactionsRequest;
import dev.naru.protocol.message.DescribeTransactionsResponse;
import dev.naru.protocol.message.InitProducerIdRequest;
import dev.naru.protocol.message.InitProducerIdResponse;
import dev.naru.protocol.message.ListTransactionsRequest;
import dev.naru.protocol.message.ListTransactionsResponse;
import dev.naru.protocol.message.WriteTxnMarkersRequest;
import dev.naru.protocol.message.WriteTxnMarkersResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;

/** Transactions. Threading: confined to the client's loop. */
final class TransactionCalls {
    /** For a producer whose transaction no coordinator has ever ended. */
    private static final int COORDINATOR_EPOCH_MIN = 0;

    private final Cluster cluster;
    private final LogCalls logs;
    private final Coordinators coordinators;
    private final int requestMs;

    TransactionCalls(Cluster cluster, LogCalls logs) {
        this.cluster = cluster;
        this.logs = logs;
        this.coordinators = new Coordinators(cluster, Coordinators.Kind.TRANSACTION, cluster.links());
        this.requestMs = cluster.config().timeouts().requestMs();
    }

    /** Each broker knows the transactional ids it coordinates. */
    CompletableFuture<List<TransactionListing>> list() {
        Ask<ListTransactionsResponse> ask =
                Ask.of(new ListTransactionsRequest(), ListTransactionsResponse.class, requestMs);
        return cluster.retries()
                .call(
                        "listing transactions",
                        () -> cluster.metadata().refresh().thenCompose(view -> {
                            Map<String, TransactionListing> found = new TreeMap<>();
                            List<CompletableFuture<Void>> answers = new ArrayList<>();
                            for (BrokerNode broker : view.brokers().values()) {
                                answers.add(cluster.links()
                                        .send(broker.address(), ask)
                                        .thenAccept(response -> take(response, found)));
                            }
                            return CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new))
                                    .thenApply(ignored -> List.copyOf(found.values()));
                        }));
    }

    private static void take(ListTransactionsResponse response, Map<String, TransactionListing> found) {
        Answers.check(response.errorCode(), "listing transactions", null);
        response.transactionStates()
                .forEach(each -> found.put(
                        each.transactionalId(),
                        new TransactionListing(each.transactionalId(), each.producerId(), each.transactionState())));
    }

    CompletableFuture<TransactionDescription> describe(String transactionalId) {
        String subject = "transactional id " + transactionalId;
        DescribeTransactionsRequest request =
                new DescribeTransactionsRequest().transactionalIds(List.of(transactionalId));
        Ask<DescribeTransactionsResponse> ask = Ask.of(request, DescribeTransactionsResponse.class, requestMs);
        return cluster.retries()
                .call(
                        "describing " + subject,
                        () -> coordinators
                                .locate(transactionalId)
                                .thenCompose(coordinator -> coordinators.ask(transactionalId, ask, response -> {
                                    DescribeTransactionsResponse.TransactionState state =
                                            Answers.only(response.transactionStates(), subject);
                                    Answers.check(state.errorCode(), subject, null);
                                    Set<TopicPartition> partitions = new TreeSet<>();
                                    state.topics()
                                            .forEach(topic -> topic.partitions()
                                                    .forEach(partition -> partitions.add(
                                                            new TopicPartition(topic.topic(), partition))));
                                    return new TransactionDescription(
                                            transactionalId,
                                            state.transactionState(),
                                            state.producerId(),
                                            state.producerEpoch(),
                                            state.transactionTimeoutMs(),
                                            state.transactionStartTimeMs(),
                                            partitions,
                                            coordinator);
                                })));
    }

    /** What a new producer of that id does first; with the timeout it had, which would be changed otherwise. */
    CompletableFuture<Void> terminate(String transactionalId) {
        String subject = "transactional id " + transactionalId;
        return describe(transactionalId).thenCompose(known -> {
            InitProducerIdRequest request = new InitProducerIdRequest()
                    .transactionalId(transactionalId)
                    .transactionTimeoutMs(known.timeoutMs())
                    .producerId(-1)
                    .producerEpoch((short) -1);
            Ask<InitProducerIdResponse> ask = Ask.of(request, InitProducerIdResponse.class, requestMs);
            return coordinators.call("terminating the transaction of " + subject, transactionalId, ask, response -> {
                Answers.check(response.errorCode(), subject, null);
                return null;
            });
        });
    }

    CompletableFuture<Void> abort(TopicPartition partition, ActiveProducer producer) {
        String subject = "transaction of producer " + producer.producerId() + " in " + partition;
        WriteTxnMarkersRequest request = new WriteTxnMarkersRequest()
                .markers(List.of(new WriteTxnMarkersRequest.WritableTxnMarker()
                        .producerId(producer.producerId())
                        .producerEpoch((short) producer.producerEpoch())
                        .coordinatorEpoch(Math.max(COORDINATOR_EPOCH_MIN, producer.coordinatorEpoch()))
                        .transactionResult(false)
                        .topics(List.of(new WriteTxnMarkersRequest.WritableTxnMarkerTopic()
                                .name(partition.topic())
                                .partitionIndexes(List.of(partition.partition()))))));
        Ask<WriteTxnMarkersResponse> ask = Ask.of(request, WriteTxnMarkersResponse.class, requestMs);
        return cluster.retries()
                .call(
                        "aborting the " + subject,
                        () -> logs.withLeader(partition)
                                .thenCompose(view -> cluster.askLeader(partition, ask))
                                .thenApply(response -> {
                                    var result = Answers.only(
                                            Answers.only(
                                                            Answers.only(response.markers(), subject)
                                                                    .topics(),
                                                            subject)
                                                    .partitions(),
                                            subject);
                                    Answers.check(result.errorCode(), subject, null);
                                    return null;
                                }));
    }
}
