package dev.naru.controller;

import dev.naru.common.Uuid;
import dev.naru.metadata.ClusterDelta;
import dev.naru.metadata.ClusterImage;
import dev.naru.metadata.ConfigResource;
import dev.naru.metadata.TopicNames;
import dev.naru.protocol.PersistedRecord;
import dev.naru.protocol.metadata.TopicRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/**
 * Creates topics, each with its partitions and settings, or not at all. The answer has one result for each, in the order
 * they were asked for; a topic that is refused does not keep the others from being created.
 *
 * @param validateOnly only says what would be
 */
public record CreateTopics(List<NewTopic> topics, boolean validateOnly)
        implements Operation<List<Result<CreateTopics.Created>>> {
    /** How many partitions one request may create. */
    public static final int PARTITIONS_PER_REQUEST_MAX = 10_000;

    /** A topic that is there now. */
    public record Created(
            String name, Uuid id, int partitionCount, int replicationFactor, SortedMap<String, String> settings) {}

    @Override
    public Decision<List<Result<Created>>> decide(ClusterImage image, DecisionContext context) {
        Creation creation = new Creation(image, context);
        List<Result<Created>> results = new ArrayList<>();
        for (NewTopic topic : topics) {
            try {
                results.add(Result.ok(creation.create(topic)));
            } catch (RefusedException e) {
                results.add(e.toResult());
            }
        }
        return new Decision<>(validateOnly ? List.of() : creation.records, results);
    }

    /** One request under way. Each topic sees those before it, so that two of one request cannot collide. */
    private static final class Creation {
        private final DecisionContext context;
        private final ConfigRules rules;
        private final List<PersistedRecord> records = new ArrayList<>();
        private ClusterImage image;
        private final RecordBudget budget = new RecordBudget();
        private int partitionsLeft = PARTITIONS_PER_REQUEST_MAX;

        Creation(ClusterImage image, DecisionContext context) {
            this.image = image;
            this.context = context;
            this.rules = new ConfigRules(context.config());
        }

        Created create(NewTopic topic) throws RefusedException {
            checkName(topic.name());
            SortedMap<String, String> settings = rules.checkNewTopic(topic.settings());
            List<List<Integer>> replicas = topic.assignment().isEmpty() ? placed(topic) : assigned(topic);
            Uuid id = Uuid.random(context.random());
            append(topic.name(), id, settings, replicas);
            partitionsLeft -= replicas.size();
            return new Created(
                    topic.name(), id, replicas.size(), replicas.get(0).size(), settings);
        }

        private void checkName(String name) throws RefusedException {
            String problem = TopicNames.problemWith(name);
            if (problem != null) {
                throw new RefusedException(ControllerError.INVALID_TOPIC_NAME, problem + ".");
            }
            if (TopicNames.isMetadataLog(name)) {
                throw new RefusedException(
                        ControllerError.INVALID_REQUEST, "The metadata log " + name + " cannot be created as a topic.");
            }
            if (image.topics().get(name) != null) {
                throw new RefusedException(
                        ControllerError.TOPIC_ALREADY_EXISTS, "Topic '" + name + "' already exists.");
            }
            String other = TopicNames.collisionOf(name, image.topics());
            if (other != null) {
                throw new RefusedException(
                        ControllerError.INVALID_TOPIC_NAME,
                        "Topic '" + name + "' would collide with topic '" + other
                                + "': names that differ only in '.' and '_' share their metrics.");
            }
        }

        private List<List<Integer>> assigned(NewTopic topic) throws RefusedException {
            if (topic.partitionCount() != NewTopic.DEFAULT || topic.replicationFactor() != NewTopic.DEFAULT) {
                throw new RefusedException(
                        ControllerError.INVALID_REQUEST,
                        "Replicas are assigned by hand, so the number of partitions and the replication factor must"
                                + " both be -1.");
            }
            checkLimit(topic.assignment().size());
            List<List<Integer>> all = new ArrayList<>();
            for (Map.Entry<Integer, List<Integer>> partition :
                    topic.assignment().entrySet()) {
                if (partition.getKey() != all.size()) {
                    throw new RefusedException(
                            ControllerError.INVALID_REPLICA_ASSIGNMENT,
                            "Assigned partitions must be numbered from 0 without gaps; " + all.size() + " is missing.");
                }
                NewPartitions.check(partition.getValue(), image);
                all.add(partition.getValue());
                NewPartitions.checkSize(partition.getValue(), all.get(0).size());
            }
            return all;
        }

        private List<List<Integer>> placed(NewTopic topic) throws RefusedException {
            int replicationFactor =
                    orDefault(topic.replicationFactor(), context.config().replicationFactorDefault());
            int count = orDefault(topic.partitionCount(), context.config().partitionCountDefault());
            if (replicationFactor <= 0) {
                throw new RefusedException(
                        ControllerError.INVALID_REPLICATION_FACTOR,
                        "Replication factor must be 1 or more, or -1 for the default, not " + replicationFactor + ".");
            }
            if (count <= 0) {
                throw new RefusedException(
                        ControllerError.INVALID_PARTITIONS,
                        "Number of partitions must be 1 or more, or -1 for the default, not " + count + ".");
            }
            checkLimit(count);
            ReplicaPlacement placement = new ReplicaPlacement(image, context.random());
            if (replicationFactor > placement.brokerCount()) {
                throw new RefusedException(
                        ControllerError.INVALID_REPLICATION_FACTOR,
                        "Replication factor " + replicationFactor + " cannot be reached: " + placement.brokerCount()
                                + " broker(s) can take replicas.");
            }
            List<List<Integer>> all = new ArrayList<>(count);
            for (int partition = 0; partition < count; partition++) {
                all.add(placement.place(replicationFactor));
            }
            return all;
        }

        private void checkLimit(int partitionCount) throws RefusedException {
            if (partitionCount > partitionsLeft) {
                throw new RefusedException(
                        ControllerError.LIMIT_EXCEEDED,
                        "One request can create at most " + PARTITIONS_PER_REQUEST_MAX + " partitions.");
            }
        }

        private void append(String name, Uuid id, SortedMap<String, String> settings, List<List<Integer>> replicas)
                throws RefusedException {
            List<PersistedRecord> added = new ArrayList<>();
            added.add(new TopicRecord().name(name).topicId(id));
            settings.forEach((key, value) -> added.add(ConfigRules.record(ConfigResource.topic(name), key, value)));
            for (int partition = 0; partition < replicas.size(); partition++) {
                added.add(NewPartitions.record(id, partition, replicas.get(partition), image));
            }
            budget.take(added);
            records.addAll(added);
            image = ClusterDelta.replay(image, added, image.position());
        }
    }

    private static int orDefault(int asked, int byDefault) {
        return asked == NewTopic.DEFAULT ? byDefault : asked;
    }
}
