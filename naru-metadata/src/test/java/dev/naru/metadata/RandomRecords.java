package dev.naru.metadata;

import dev.naru.common.Uuid;
import dev.naru.protocol.PersistedRecord;
import dev.naru.protocol.metadata.BrokerRegistrationChangeRecord;
import dev.naru.protocol.metadata.ConfigRecord;
import dev.naru.protocol.metadata.FeatureLevelRecord;
import dev.naru.protocol.metadata.FenceBrokerRecord;
import dev.naru.protocol.metadata.NoOpRecord;
import dev.naru.protocol.metadata.PartitionChangeRecord;
import dev.naru.protocol.metadata.PartitionRecord;
import dev.naru.protocol.metadata.ProducerIdsRecord;
import dev.naru.protocol.metadata.RegisterBrokerRecord;
import dev.naru.protocol.metadata.RemoveTopicRecord;
import dev.naru.protocol.metadata.TopicRecord;
import dev.naru.protocol.metadata.UnfenceBrokerRecord;
import dev.naru.protocol.metadata.UnregisterBrokerRecord;
import dev.naru.testkit.Gen;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Draws records that make sense one after the other, as a controller would write them. */
final class RandomRecords {
    private final Gen gen;
    private ClusterImage image = ClusterImage.EMPTY;

    RandomRecords(Gen gen) {
        this.gen = gen;
    }

    /** The image after all records drawn so far, each replayed by itself. */
    ClusterImage image() {
        return image;
    }

    List<PersistedRecord> next(int count) {
        List<PersistedRecord> records = new ArrayList<>();
        while (records.size() < count) {
            PersistedRecord record = next();
            records.add(record);
            LogPosition end = new LogPosition(image.position().endOffset() + 1, 1);
            image = ClusterDelta.replay(image, List.of(record), end);
        }
        return records;
    }

    private PersistedRecord next() {
        List<TopicImage> topics = new ArrayList<>();
        image.topics().byName().forEach(entry -> topics.add(entry.getValue()));
        List<BrokerImage> brokers = new ArrayList<>();
        image.brokers().forEach(entry -> brokers.add(entry.getValue()));
        int choice = gen.intIn(0, 11);
        if (choice == 0 || topics.isEmpty()) {
            String name = gen.name(1, 4);
            return image.topic(name) == null ? new TopicRecord().name(name).topicId(uuid()) : new NoOpRecord();
        }
        if (choice == 1 || brokers.isEmpty()) {
            return registration();
        }
        TopicImage topic = gen.oneOf(topics);
        return switch (choice) {
            case 2 -> gen.chance(30) ? new RemoveTopicRecord().topicId(topic.id()) : new NoOpRecord();
            case 3, 4, 5 -> partition(topic);
            case 6, 7 -> topic.partitionCount() == 0 ? partition(topic) : change(topic);
            case 8 -> config(topic);
            case 9 -> brokerChange(gen.oneOf(brokers));
            case 10 ->
                new FeatureLevelRecord()
                        .name(gen.oneOf("metadata.version", "group.version"))
                        .featureLevel((short) gen.intIn(0, 3));
            default -> new ProducerIdsRecord().brokerId(1).nextProducerId(gen.longIn(0, 1_000_000));
        };
    }

    private PartitionRecord partition(TopicImage topic) {
        return new PartitionRecord()
                .topicId(topic.id())
                .partitionId(topic.partitionCount())
                .replicas(brokerIds())
                .isr(brokerIds())
                .directories(gen.list(3, ignored -> uuid()))
                .removingReplicas(brokerIds())
                .addingReplicas(brokerIds())
                .eligibleLeaderReplicas(gen.orNull(this::brokerIds))
                .lastKnownElr(gen.orNull(this::brokerIds))
                .leader(gen.intIn(-1, 3))
                .leaderRecoveryState((byte) gen.intIn(0, 1))
                .leaderEpoch(gen.intIn(0, 100))
                .partitionEpoch(gen.intIn(0, 100));
    }

    private PartitionChangeRecord change(TopicImage topic) {
        return new PartitionChangeRecord()
                .topicId(topic.id())
                .partitionId(gen.intIn(0, topic.partitionCount() - 1))
                .isr(gen.orNull(this::brokerIds))
                .replicas(gen.orNull(this::brokerIds))
                .leader(gen.intIn(-2, 3))
                .leaderRecoveryState((byte) gen.intIn(-1, 1))
                .eligibleLeaderReplicas(gen.orNull(this::brokerIds));
    }

    private ConfigRecord config(TopicImage topic) {
        return new ConfigRecord()
                .resourceType((gen.anyBoolean() ? ConfigResourceType.TOPIC : ConfigResourceType.BROKER).id())
                .resourceName(gen.anyBoolean() ? topic.name() : "")
                .name(gen.oneOf("retention.ms", "segment.bytes"))
                .value(gen.orNull(() -> gen.string(5)));
    }

    private RegisterBrokerRecord registration() {
        return ImageRecords.registration(new BrokerImage(
                gen.intIn(0, 3),
                image.position().endOffset(),
                uuid(),
                new BrokerImage.Contact(
                        List.of(new BrokerImage.Endpoint("PLAINTEXT", gen.name(1, 5), gen.intIn(1, 65_535), (short) 0)),
                        gen.orNull(() -> "rack")),
                new BrokerImage.State(gen.anyBoolean(), gen.anyBoolean()),
                new BrokerImage.Capabilities(
                        List.of(uuid()),
                        Map.of("metadata.version", new BrokerImage.FeatureRange((short) 1, (short) 33)))));
    }

    private PersistedRecord brokerChange(BrokerImage broker) {
        return switch (gen.intIn(0, 3)) {
            case 0 -> new FenceBrokerRecord().id(broker.id()).epoch(broker.epoch());
            case 1 -> new UnfenceBrokerRecord().id(broker.id()).epoch(broker.epoch());
            case 2 -> new UnregisterBrokerRecord().brokerId(broker.id()).brokerEpoch(broker.epoch());
            default ->
                new BrokerRegistrationChangeRecord()
                        .brokerId(broker.id())
                        .brokerEpoch(broker.epoch())
                        .fenced((byte) gen.intIn(-1, 1))
                        .inControlledShutdown((byte) gen.intIn(0, 1))
                        .logDirs(gen.list(2, ignored -> uuid()));
        };
    }

    private List<Integer> brokerIds() {
        return gen.list(3, ignored -> gen.intIn(0, 3));
    }

    private Uuid uuid() {
        return new Uuid(gen.longIn(1, Long.MAX_VALUE), gen.anyLong());
    }
}
