package dev.naru.coordinator.group.consumer;

import dev.naru.metadata.BrokerImage;
import dev.naru.metadata.ClusterImage;
import dev.naru.metadata.PartitionImage;
import dev.naru.metadata.SortedTree;
import dev.naru.metadata.TopicImage;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.IdentityHashMap;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * One number for everything about topics that an assignment depends on: which of them there are, their ids, how many
 * partitions they have, and in which racks these are. A group keeps the number it was last assigned by; when the cluster
 * comes to another, it is assigned anew.
 *
 * <p>It is the first 64 bits of a SHA-256, not Kafka's XXH3: a group whose log another broker wrote is assigned once more,
 * and keeps what it has.
 *
 * <p>Threading: confined to the shard's loop.
 */
@SuppressWarnings("ReferenceEquality") // images share what has not changed; comparing them by content is dear
final class TopicHashes {
    /** Of no topic at all, as Kafka has it. */
    private static final long NOTHING = 0;

    private final IdentityHashMap<TopicImage, Long> known = new IdentityHashMap<>();
    private @Nullable SortedTree<Integer, BrokerImage> brokers;

    /** Forgets what is known of topics that changed meanwhile. */
    void onImage(ClusterImage image) {
        if (brokers != image.brokers()) {
            brokers = image.brokers();
            known.clear();
        }
        known.keySet().removeIf(topic -> image.topic(topic.name()) != topic);
    }

    /** The number for those of these topics that exist. */
    long hash(SortedSet<String> topicNames, ClusterImage image) {
        MessageDigest digest = digest();
        boolean any = false;
        for (String name : topicNames) {
            TopicImage topic = image.topic(name);
            if (topic != null) {
                any = true;
                put(digest, hash(topic, image));
            }
        }
        return any ? first64Bits(digest) : NOTHING;
    }

    private long hash(TopicImage topic, ClusterImage image) {
        if (brokers != image.brokers()) {
            return compute(topic, image);
        }
        return known.computeIfAbsent(topic, unknown -> compute(unknown, image));
    }

    private static long compute(TopicImage topic, ClusterImage image) {
        MessageDigest digest = digest();
        put(digest, topic.name());
        put(digest, topic.id().mostSignificantBits());
        put(digest, topic.id().leastSignificantBits());
        put(digest, topic.partitionCount());
        for (PartitionImage partition : topic.partitions()) {
            SortedSet<String> racks = racks(partition, image);
            put(digest, racks.size());
            racks.forEach(rack -> put(digest, rack));
        }
        return first64Bits(digest);
    }

    /** The racks of a partition's replicas. */
    static SortedSet<String> racks(PartitionImage partition, ClusterImage image) {
        SortedSet<String> racks = new TreeSet<>();
        for (int replica : partition.replicas()) {
            BrokerImage broker = image.brokers().get(replica);
            String rack = broker == null ? null : broker.contact().rack();
            if (rack != null) {
                racks.add(rack);
            }
        }
        return racks;
    }

    private static void put(MessageDigest digest, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        put(digest, bytes.length);
        digest.update(bytes);
    }

    private static void put(MessageDigest digest, long number) {
        digest.update(ByteBuffer.allocate(Long.BYTES).putLong(0, number));
    }

    private static long first64Bits(MessageDigest digest) {
        return ByteBuffer.wrap(digest.digest()).getLong();
    }

    private static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
