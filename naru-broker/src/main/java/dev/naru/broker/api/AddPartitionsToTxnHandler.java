package dev.naru.broker.api;

import dev.naru.common.TopicPartition;
import dev.naru.coordinator.runtime.ProducerIdentity;
import dev.naru.coordinator.transaction.TouchPartitions;
import dev.naru.coordinator.transaction.TransactionShard;
import dev.naru.coordinator.transaction.TransactionVersion;
import dev.naru.metadata.TopicImage;
import dev.naru.metadata.TopicNames;
import dev.naru.protocol.ErrorCode;
import dev.naru.protocol.message.AddPartitionsToTxnRequest;
import dev.naru.protocol.message.AddPartitionsToTxnRequest.AddPartitionsToTxnTopic;
import dev.naru.protocol.message.AddPartitionsToTxnRequest.AddPartitionsToTxnTransaction;
import dev.naru.protocol.message.AddPartitionsToTxnResponse;
import dev.naru.protocol.message.AddPartitionsToTxnResponse.AddPartitionsToTxnPartitionResult;
import dev.naru.protocol.message.AddPartitionsToTxnResponse.AddPartitionsToTxnResult;
import dev.naru.protocol.message.AddPartitionsToTxnResponse.AddPartitionsToTxnTopicResult;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * AddPartitionsToTxn 0–5. Clients send versions 0–3, one transaction each: all partitions are added or none, so if one is
 * unknown, or a coordinator's own, the others get OPERATION_NOT_ATTEMPTED. Brokers send 4 and 5, many transactions at once, and
 * may only ask; they alone may name a topic of the coordinators.
 *
 * <p>PRODUCER_FENCED is INVALID_PRODUCER_EPOCH before version 2.
 */
final class AddPartitionsToTxnHandler implements ApiHandler<AddPartitionsToTxnRequest> {
    private static final short FENCED_SINCE = 2;
    private static final short BATCHED_SINCE = 4;

    private final CoordinatorGateway<TransactionShard> coordinator;
    private final TransactionEntry entry;

    AddPartitionsToTxnHandler(CoordinatorGateway<TransactionShard> coordinator, TransactionEntry entry) {
        this.coordinator = coordinator;
        this.entry = entry;
    }

    @Override
    public void handle(AddPartitionsToTxnRequest request, RequestContext context) {
        if (context.version() < BATCHED_SINCE) {
            handleOne(request, context);
        } else {
            handleMany(request, context);
        }
    }

    private void handleOne(AddPartitionsToTxnRequest request, RequestContext context) {
        Consumer<Map<TopicPartition, ErrorCode>> answer = verdicts -> context.respond(
                new AddPartitionsToTxnResponse().resultsByTopicV3AndBelow(results(verdicts, context.version())));
        TouchPartitions asked = new TouchPartitions(
                request.v3AndBelowTransactionalId(),
                new ProducerIdentity(request.v3AndBelowProducerId(), request.v3AndBelowProducerEpoch()),
                partitions(request.v3AndBelowTopics()),
                TransactionVersion.V0);
        decide(asked, false, context, answer);
    }

    private void handleMany(AddPartitionsToTxnRequest request, RequestContext context) {
        InOrder.<AddPartitionsToTxnTransaction, AddPartitionsToTxnResult>ask(
                request.transactions(),
                (transaction, result) -> {
                    TouchPartitions asked = new TouchPartitions(
                            transaction.transactionalId(),
                            new ProducerIdentity(transaction.producerId(), transaction.producerEpoch()),
                            partitions(transaction.topics()),
                            TransactionVersion.V2);
                    decide(
                            asked,
                            transaction.verifyOnly(),
                            context,
                            verdicts -> result.accept(new AddPartitionsToTxnResult()
                                    .transactionalId(transaction.transactionalId())
                                    .topicResults(results(verdicts, context.version()))));
                },
                results -> context.respond(new AddPartitionsToTxnResponse().resultsByTransaction(results)));
    }

    private void decide(
            TouchPartitions asked,
            boolean onlyAsks,
            RequestContext context,
            Consumer<Map<TopicPartition, ErrorCode>> answer) {
        Consumer<ErrorCode> answerAll = error -> answer.accept(all(asked.partitions(), partition -> error));
        SortedMap<TopicPartition, ErrorCode> refused = refused(asked.partitions(), context);
        if (!refused.isEmpty()) {
            answer.accept(refused);
        } else if (asked.transactionalId().isEmpty()) {
            answerAll.accept(ErrorCode.INVALID_REQUEST);
        } else if (onlyAsks) {
            coordinator.decide(
                    asked.transactionalId(),
                    context,
                    shard -> shard.verifyPartitions(asked),
                    answer::accept,
                    answerAll);
        } else {
            entry.add(asked, context, answerAll);
        }
    }

    /** Empty if every partition may be added, else what to answer for each. */
    private static SortedMap<TopicPartition, ErrorCode> refused(Set<TopicPartition> asked, RequestContext context) {
        boolean isClient = context.version() < BATCHED_SINCE;
        SortedMap<TopicPartition, ErrorCode> answers = all(asked, partition -> {
            if (isClient && TopicNames.isInternal(partition.topic())) {
                return ErrorCode.TOPIC_AUTHORIZATION_FAILED;
            }
            TopicImage topic = context.image().topic(partition.topic());
            return topic == null || topic.partition(partition.partition()) == null
                    ? ErrorCode.UNKNOWN_TOPIC_OR_PARTITION
                    : ErrorCode.OPERATION_NOT_ATTEMPTED;
        });
        return Set.of(ErrorCode.OPERATION_NOT_ATTEMPTED).containsAll(answers.values())
                ? Collections.emptySortedMap()
                : answers;
    }

    private static SortedMap<TopicPartition, ErrorCode> all(
            Iterable<TopicPartition> partitions, Function<TopicPartition, ErrorCode> error) {
        SortedMap<TopicPartition, ErrorCode> answers = new TreeMap<>();
        partitions.forEach(partition -> answers.put(partition, error.apply(partition)));
        return answers;
    }

    private static SortedSet<TopicPartition> partitions(List<AddPartitionsToTxnTopic> topics) {
        SortedSet<TopicPartition> partitions = new TreeSet<>();
        for (AddPartitionsToTxnTopic topic : topics) {
            topic.partitions().forEach(index -> partitions.add(new TopicPartition(topic.name(), index)));
        }
        return partitions;
    }

    private static List<AddPartitionsToTxnTopicResult> results(Map<TopicPartition, ErrorCode> verdicts, short version) {
        SortedMap<String, List<AddPartitionsToTxnPartitionResult>> byTopic = new TreeMap<>();
        verdicts.forEach((partition, error) -> byTopic.computeIfAbsent(partition.topic(), topic -> new ArrayList<>())
                .add(new AddPartitionsToTxnPartitionResult()
                        .partitionIndex(partition.partition())
                        .partitionErrorCode(ErrorCodes.inVersion(error, version, FENCED_SINCE)
                                .code())));
        List<AddPartitionsToTxnTopicResult> results = new ArrayList<>();
        byTopic.forEach((topic, partitions) ->
                results.add(new AddPartitionsToTxnTopicResult().name(topic).resultsByPartition(partitions)));
        return results;
    }
}
