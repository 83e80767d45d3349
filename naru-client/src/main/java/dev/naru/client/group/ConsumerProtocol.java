package dev.naru.client.group;

import dev.naru.client.group.assignor.Assignor.SubscribedMember;
import dev.naru.common.TopicPartition;
import dev.naru.protocol.ApiMessage;
import dev.naru.protocol.MalformedMessageException;
import dev.naru.protocol.MessageParts;
import dev.naru.protocol.MessageReader;
import dev.naru.protocol.message.ConsumerProtocolAssignment;
import dev.naru.protocol.message.ConsumerProtocolSubscription;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What members of a classic group tell each other through the coordinator, which does not look inside: a version in two
 * bytes, then the message. All Kafka clients read and write the same.
 *
 * <p>Threading: stateless.
 */
public final class ConsumerProtocol {
    /** What the coordinator calls groups of consumers. */
    public static final String PROTOCOL_TYPE = "consumer";

    private static final int NO_GENERATION = -1;

    private ConsumerProtocol() {}

    /** What a member wants and has. */
    static byte[] subscription(
            Set<String> topics, Collection<TopicPartition> owned, int generation, @Nullable String rack) {
        List<ConsumerProtocolSubscription.TopicPartition> ownedByTopic = new ArrayList<>();
        byTopic(owned)
                .forEach((topic, partitions) -> ownedByTopic.add(new ConsumerProtocolSubscription.TopicPartition()
                        .topic(topic)
                        .partitions(partitions)));
        return encode(
                new ConsumerProtocolSubscription()
                        .topics(List.copyOf(new TreeSet<>(topics)))
                        .ownedPartitions(ownedByTopic)
                        .generationId(generation)
                        .rackId(rack),
                ConsumerProtocolSubscription.HIGHEST_VERSION);
    }

    /**
     * Reads what another member, of whatever client, wants and has.
     *
     * @throws MalformedMessageException if the bytes are not that
     */
    static SubscribedMember readSubscription(@Nullable String instanceId, byte[] bytes) {
        MessageReader reader = new MessageReader(ByteBuffer.wrap(bytes));
        ConsumerProtocolSubscription subscription = new ConsumerProtocolSubscription();
        subscription.read(reader, version(reader, ConsumerProtocolSubscription.HIGHEST_VERSION));
        Set<TopicPartition> owned = new HashSet<>();
        subscription
                .ownedPartitions()
                .forEach(topic -> topic.partitions()
                        .forEach(partition -> owned.add(new TopicPartition(topic.topic(), partition))));
        return new SubscribedMember(
                instanceId == null ? "" : instanceId,
                new HashSet<>(subscription.topics()),
                owned,
                generation(subscription));
    }

    /** Members older than version 2 of the subscription say their generation in the assignor's own bytes. */
    private static int generation(ConsumerProtocolSubscription subscription) {
        byte[] userData = subscription.userData();
        if (subscription.generationId() == NO_GENERATION && userData != null && userData.length == Integer.BYTES) {
            return ByteBuffer.wrap(userData).getInt();
        }
        return subscription.generationId();
    }

    /** What a member is given. */
    static byte[] assignment(Collection<TopicPartition> partitions) {
        List<ConsumerProtocolAssignment.TopicPartition> topics = new ArrayList<>();
        byTopic(partitions)
                .forEach((topic, numbers) -> topics.add(new ConsumerProtocolAssignment.TopicPartition()
                        .topic(topic)
                        .partitions(numbers)));
        return encode(
                new ConsumerProtocolAssignment().assignedPartitions(topics),
                ConsumerProtocolAssignment.HIGHEST_VERSION);
    }

    /**
     * Reads what a member is given; nothing, if there are no bytes.
     *
     * @throws MalformedMessageException if the bytes are not that
     */
    public static Set<TopicPartition> readAssignment(byte[] bytes) {
        Set<TopicPartition> partitions = new TreeSet<>();
        if (bytes.length > 0) {
            MessageReader reader = new MessageReader(ByteBuffer.wrap(bytes));
            ConsumerProtocolAssignment assignment = new ConsumerProtocolAssignment();
            assignment.read(reader, version(reader, ConsumerProtocolAssignment.HIGHEST_VERSION));
            assignment
                    .assignedPartitions()
                    .forEach(topic -> topic.partitions()
                            .forEach(partition -> partitions.add(new TopicPartition(topic.topic(), partition))));
        }
        return partitions;
    }

    /** Newer versions only add at the end, so the newest known reads them too. */
    private static short version(MessageReader reader, short highest) {
        short version = reader.int16();
        if (version < 0) {
            throw new MalformedMessageException("a version is zero or more, not " + version);
        }
        return (short) Math.min(version, highest);
    }

    private static byte[] encode(ApiMessage message, short version) {
        byte[] body = MessageParts.bytes(message, version);
        return ByteBuffer.allocate(Short.BYTES + body.length)
                .putShort(version)
                .put(body)
                .array();
    }

    private static Map<String, List<Integer>> byTopic(Collection<TopicPartition> partitions) {
        Map<String, List<Integer>> byTopic = new TreeMap<>();
        new TreeSet<>(partitions)
                .forEach(partition -> byTopic.computeIfAbsent(partition.topic(), ignored -> new ArrayList<>())
                        .add(partition.partition()));
        return byTopic;
    }
}
