package dev.naru.controller;

import dev.naru.metadata.ClusterImage;
import dev.naru.metadata.PartitionImage;
import dev.naru.metadata.TopicImage;
import dev.naru.protocol.PersistedRecord;
import java.util.ArrayList;
import java.util.List;

/**
 * Adds partitions to topics. The answer has one result for each, in the order they were named: the number of partitions it
 * has then.
 *
 * @param validateOnly only says what would be
 */
public record CreatePartitions(List<PartitionGrowth> topics, boolean validateOnly)
        implements Operation<List<Result<Integer>>> {
    @Override
    public Decision<List<Result<Integer>>> decide(ClusterImage image, DecisionContext context) {
        List<PersistedRecord> records = new ArrayList<>();
        List<Result<Integer>> results = new ArrayList<>();
        RecordBudget budget = new RecordBudget();
        for (PartitionGrowth growth : topics) {
            try {
                int room = CreateTopics.PARTITIONS_PER_REQUEST_MAX - records.size();
                List<PersistedRecord> added = grow(growth, room, image, context);
                budget.take(added);
                records.addAll(added);
                results.add(Result.ok(growth.count()));
            } catch (RefusedException e) {
                results.add(e.toResult());
            }
        }
        return new Decision<>(validateOnly ? List.of() : records, results);
    }

    private static List<PersistedRecord> grow(
            PartitionGrowth growth, int room, ClusterImage image, DecisionContext context) throws RefusedException {
        TopicImage topic = TopicRef.find(new TopicRef.ByName(growth.topic()), image);
        int before = topic.partitionCount();
        checkCount(topic, growth.count(), room);
        List<List<Integer>> assignment = growth.assignment();
        List<List<Integer>> replicas = assignment == null
                ? placed(topic, growth.count() - before, image, context)
                : assigned(topic, assignment, growth.count() - before, image);
        List<PersistedRecord> records = new ArrayList<>();
        for (int added = 0; added < replicas.size(); added++) {
            records.add(NewPartitions.record(topic.id(), before + added, replicas.get(added), image));
        }
        return records;
    }

    private static void checkCount(TopicImage topic, int count, int room) throws RefusedException {
        int before = topic.partitionCount();
        if (count == before) {
            throw new RefusedException(
                    ControllerError.INVALID_PARTITIONS, "Topic already has " + before + " partition(s).");
        }
        if (count < before) {
            throw new RefusedException(
                    ControllerError.INVALID_PARTITIONS,
                    "Topic '" + topic.name() + "' has " + before + " partition(s), and " + count
                            + " would be fewer; partitions can only be added.");
        }
        if (count - before > room) {
            throw new RefusedException(
                    ControllerError.LIMIT_EXCEEDED,
                    "One request can add at most " + CreateTopics.PARTITIONS_PER_REQUEST_MAX + " partitions.");
        }
    }

    private static List<List<Integer>> assigned(
            TopicImage topic, List<List<Integer>> assignment, int added, ClusterImage image) throws RefusedException {
        if (assignment.size() != added) {
            throw new RefusedException(
                    ControllerError.INVALID_REPLICA_ASSIGNMENT,
                    "Assignments are given for " + assignment.size() + " partition(s), but " + added + " are added.");
        }
        for (List<Integer> replicas : assignment) {
            NewPartitions.check(replicas, image);
            NewPartitions.checkSize(replicas, replicationFactor(topic));
        }
        return assignment;
    }

    private static List<List<Integer>> placed(TopicImage topic, int added, ClusterImage image, DecisionContext context)
            throws RefusedException {
        ReplicaPlacement placement = new ReplicaPlacement(image, context.random());
        int replicationFactor = replicationFactor(topic);
        if (replicationFactor > placement.brokerCount()) {
            throw new RefusedException(
                    ControllerError.INVALID_REPLICATION_FACTOR,
                    "The topic has " + replicationFactor + " replicas of each partition, and only "
                            + placement.brokerCount() + " broker(s) can take one.");
        }
        List<List<Integer>> all = new ArrayList<>(added);
        for (int partition = 0; partition < added; partition++) {
            all.add(placement.place(replicationFactor));
        }
        return all;
    }

    private static int replicationFactor(TopicImage topic) {
        PartitionImage first = topic.partition(0);
        return first == null ? 1 : first.replicas().size();
    }
}
