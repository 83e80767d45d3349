package dev.naru.tests.simulation.world;

import dev.naru.client.BrokerException;
import dev.naru.client.admin.Admin;
import dev.naru.client.admin.NewTopic;
import dev.naru.client.admin.TopicDescription;
import dev.naru.common.TopicPartition;
import dev.naru.common.Uuid;
import dev.naru.protocol.ErrorCode;
import dev.naru.testkit.Simulation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Makes and deletes topics, and knows which there must be. Between asking for a change and knowing what came of it a topic is
 * in doubt, and nobody relies on it.
 *
 * <p>Threading: confined to the simulation's thread.
 */
final class Topics {
    private static final int PARTITIONS_MAX = 3;
    private static final long ASK_AGAIN_MS = 300;

    private final Simulation simulation;
    private final Admin admin;
    private final History history;
    private final Map<String, Topic> existing = new HashMap<>();
    private final Map<String, Boolean> inDoubt = new HashMap<>();

    /** A topic that is surely there. */
    record Topic(String name, Uuid id, int partitionCount) {
        PartitionId partition(int number) {
            return new PartitionId(id, new TopicPartition(name, number));
        }
    }

    Topics(Simulation simulation, Admin admin, History history) {
        this.simulation = simulation;
        this.admin = admin;
        this.history = history;
    }

    /** The topic, if it is surely there now. */
    @Nullable
    Topic find(String name) {
        return existing.get(name);
    }

    List<Topic> all() {
        return existing.values().stream()
                .sorted(java.util.Comparator.comparing(Topic::name))
                .toList();
    }

    boolean isAnyInDoubt() {
        return !inDoubt.isEmpty();
    }

    /** Makes the topic if it is surely not there. */
    void create(String name) {
        if (existing.containsKey(name) || inDoubt.containsKey(name)) {
            return;
        }
        inDoubt.put(name, true);
        NewTopic topic = new NewTopic(name, simulation.random().nextInt(1, PARTITIONS_MAX + 1), 1, settings());
        Results.of(simulation, admin.createTopic(topic), (created, failure) -> ask(name));
    }

    private Map<String, String> settings() {
        Map<String, String> settings = new HashMap<>();
        settings.put("file.delete.delay.ms", "500");
        if (simulation.random().nextBoolean()) {
            settings.put("segment.ms", String.valueOf(simulation.random().nextInt(300, 3_000)));
        }
        if (simulation.random().nextInt(3) == 0) {
            settings.put("flush.messages", String.valueOf(simulation.random().nextInt(1, 50)));
        }
        return settings;
    }

    /** Deletes the topic if it is surely there. */
    void delete(String name) {
        Topic topic = existing.remove(name);
        if (topic == null) {
            return;
        }
        inDoubt.put(name, true);
        for (int number = 0; number < topic.partitionCount; number++) {
            history.of(topic.partition(number)).abandon();
        }
        Results.of(simulation, admin.deleteTopic(name), (ignored, failure) -> ask(name));
    }

    /** Removes the records before an offset of a partition. */
    void deleteRecords(PartitionId id, long beforeOffset) {
        PartitionHistory partition = history.of(id);
        partition.mayDelete(beforeOffset);
        admin.deleteRecords(id.partition(), beforeOffset);
    }

    /** Until a broker has answered, nothing is known. */
    private void ask(String name) {
        Results.of(simulation, admin.topic(name), (topic, failure) -> {
            if (failure == null) {
                existing.put(
                        name, new Topic(name, topic.id(), topic.partitions().size()));
                inDoubt.remove(name);
            } else if (isUnknownTopic(failure)) {
                inDoubt.remove(name);
            } else {
                simulation.after(ASK_AGAIN_MS, () -> ask(name));
            }
        });
    }

    private static boolean isUnknownTopic(Throwable failure) {
        Throwable cause = failure;
        while (cause != null && !(cause instanceof BrokerException)) {
            cause = cause.getCause();
        }
        return cause instanceof BrokerException refused && refused.code() == ErrorCode.UNKNOWN_TOPIC_OR_PARTITION;
    }

    /** Compares with what the cluster lists, when nothing is in doubt. */
    void check(List<TopicDescription> listed) {
        List<Topic> found = new ArrayList<>();
        listed.forEach(topic ->
                found.add(new Topic(topic.name(), topic.id(), topic.partitions().size())));
        found.sort(java.util.Comparator.comparing(Topic::name));
        if (!found.equals(all())) {
            throw new AssertionError("there must be the topics " + all() + ", the cluster has " + found);
        }
    }
}
