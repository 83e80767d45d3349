package dev.naru.coordinator.group.consumer;

import dev.naru.common.Uuid;
import dev.naru.coordinator.group.assignor.PartitionSet;
import dev.naru.metadata.ClusterImage;
import dev.naru.metadata.TopicImage;
import dev.naru.protocol.MalformedMessageException;
import dev.naru.protocol.MessageParts;
import dev.naru.protocol.MessageReader;
import dev.naru.protocol.UnsupportedVersionException;
import dev.naru.protocol.message.ConsumerProtocolAssignment;
import dev.naru.protocol.message.ConsumerProtocolSubscription;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Assignments as members of the classic protocol write and read them: partitions by the name of their topic, in bytes that
 * begin with a version.
 *
 * <p>Threading: stateless.
 */
final class ClientAssignments {
    private ClientAssignments() {}

    /** The partitions in an assignment; those of topics that are gone are left out, and all of one that cannot be read. */
    static PartitionSet read(byte[] bytes, ClusterImage image) {
        PartitionSet.Builder partitions = new PartitionSet.Builder();
        for (ConsumerProtocolAssignment.TopicPartition topic : decode(bytes)) {
            add(partitions, image.topic(topic.topic()), topic.partitions());
        }
        return partitions.build();
    }

    private static List<ConsumerProtocolAssignment.TopicPartition> decode(byte[] bytes) {
        if (bytes.length < Short.BYTES) {
            return List.of();
        }
        MessageReader reader = new MessageReader(ByteBuffer.wrap(bytes));
        try {
            short version = (short) Math.min(reader.int16(), ConsumerProtocolAssignment.HIGHEST_VERSION);
            ConsumerProtocolAssignment assignment = new ConsumerProtocolAssignment();
            assignment.read(reader, version);
            return assignment.assignedPartitions();
        } catch (MalformedMessageException | UnsupportedVersionException e) {
            return List.of();
        }
    }

    /** The partitions a member says it has when it joins. */
    static PartitionSet owned(ConsumerProtocolSubscription subscription, ClusterImage image) {
        PartitionSet.Builder partitions = new PartitionSet.Builder();
        subscription
                .ownedPartitions()
                .forEach(topic -> add(partitions, image.topic(topic.topic()), topic.partitions()));
        return partitions.build();
    }

    private static void add(PartitionSet.Builder partitions, @Nullable TopicImage topic, List<Integer> numbers) {
        if (topic != null) {
            partitions.addAll(topic.id(), numbers);
        }
    }

    /** An assignment in the version in which the member wrote its subscription. */
    static byte[] write(PartitionSet partitions, byte[] subscription, ClusterImage image) {
        List<ConsumerProtocolAssignment.TopicPartition> topics = new ArrayList<>();
        for (Uuid topicId : partitions.topics()) {
            TopicImage topic = image.topics().get(topicId);
            if (topic != null) {
                topics.add(new ConsumerProtocolAssignment.TopicPartition()
                        .topic(topic.name())
                        .partitions(
                                Arrays.stream(partitions.of(topicId)).boxed().toList()));
            }
        }
        short asked = subscription.length < Short.BYTES
                ? 0
                : ByteBuffer.wrap(subscription).getShort();
        short version = (short) Math.max(0, Math.min(asked, ConsumerProtocolAssignment.HIGHEST_VERSION));
        byte[] body = MessageParts.bytes(
                new ConsumerProtocolAssignment().assignedPartitions(topics).userData(null), version);
        return ByteBuffer.allocate(Short.BYTES + body.length)
                .putShort(version)
                .put(body)
                .array();
    }
}
