package dev.naru.metadata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.naru.common.Uuid;
import dev.naru.protocol.MessageReader;
import dev.naru.protocol.MetadataFrame;
import dev.naru.protocol.PersistedRecord;
import dev.naru.protocol.metadata.AccessControlEntryRecord;
import dev.naru.protocol.metadata.ConfigRecord;
import dev.naru.protocol.metadata.PartitionChangeRecord;
import dev.naru.protocol.metadata.PartitionRecord;
import dev.naru.protocol.metadata.RemoveTopicRecord;
import dev.naru.protocol.metadata.TopicRecord;
import dev.naru.testkit.Gen;
import dev.naru.testkit.Seeded;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class ClusterDeltaTest {
    private static final Uuid ID = new Uuid(1, 2);
    private static final Uuid OTHER_ID = new Uuid(3, 4);
    private static final LogPosition LATER = new LogPosition(100, 1);

    @Seeded(count = 200)
    void anImageWrittenOutAsRecordsAndReplayedIsTheSameImage(Gen gen) {
        RandomRecords random = new RandomRecords(gen);
        random.next(gen.intIn(1, 200));
        ClusterImage image = random.image();

        List<PersistedRecord> records = new ArrayList<>();
        ImageRecords.write(image, record -> records.add(throughBytes(record)));

        assertThat(ClusterDelta.replay(ClusterImage.EMPTY, records, image.position()))
                .isEqualTo(image);
    }

    @Seeded(count = 200)
    void replayingManyRecordsAtOnceOrOneByOneIsTheSame(Gen gen) {
        RandomRecords random = new RandomRecords(gen);
        List<PersistedRecord> records = random.next(gen.intIn(1, 200));

        ClusterImage image = ClusterImage.EMPTY;
        int from = 0;
        while (from < records.size()) {
            int to = Math.min(records.size(), from + gen.intIn(1, 20));
            image = ClusterDelta.replay(image, records.subList(from, to), new LogPosition(to, 1));
            from = to;
        }

        assertThat(image).isEqualTo(random.image());
    }

    @Test
    void deltaSaysWhatChangedAndTheRestIsShared() {
        ClusterImage before = replay(
                ClusterImage.EMPTY,
                topic("a", ID),
                partition(ID, 0),
                partition(ID, 1),
                topic("b", OTHER_ID),
                partition(OTHER_ID, 0));
        ClusterDelta delta = new ClusterDelta(before);

        delta.replay(new PartitionChangeRecord().topicId(ID).partitionId(1).leader(2));
        ClusterImage after = delta.apply(LATER);

        TopicImage changed = Objects.requireNonNull(after.topic("a"));
        assertThat(delta.topics().changed()).hasSize(1).allMatch(topic -> !topic.isNew());
        assertThat(delta.topics().changed().iterator().next().changedPartitions())
                .containsOnlyKeys(1);
        assertThat(Objects.requireNonNull(changed.partition(1)).leader()).isEqualTo(2);
        assertThat(Objects.requireNonNull(changed.partition(1)).leaderEpoch()).isEqualTo(6);
        assertThat(Objects.requireNonNull(changed.partition(1)).partitionEpoch())
                .isEqualTo(8);
        assertThat(after.topics().get(OTHER_ID)).isSameAs(before.topics().get(OTHER_ID));
        assertThat(Objects.requireNonNull(before.topic("a")).partition(1)).isEqualTo(changed.partition(0));
    }

    @Test
    void changeOfOnePartitionAmongAHundredThousandIsCheap() {
        ClusterDelta all = new ClusterDelta(ClusterImage.EMPTY);
        for (int topic = 0; topic < 100; topic++) {
            all.replay(topic("topic-" + topic, new Uuid(7, topic)));
            for (int partition = 0; partition < 1_000; partition++) {
                all.replay(partition(new Uuid(7, topic), partition));
            }
        }
        ClusterImage image = all.apply(LATER);
        assertThat(image.topics().partitionCount()).isEqualTo(100_000);

        long startNs = System.nanoTime();
        for (int change = 0; change < 10_000; change++) {
            PersistedRecord record = new PartitionChangeRecord()
                    .topicId(new Uuid(7, change % 100))
                    .partitionId(change % 1_000)
                    .leader(2);
            image = ClusterDelta.replay(image, List.of(record), LATER);
        }

        // Copying all 100,000 partitions each time would take well over ten times as long.
        assertThat(System.nanoTime() - startNs).isLessThan(3_000_000_000L);
        assertThat(image.topics().partitionCount()).isEqualTo(100_000);
    }

    @Test
    void aTopicRemovedTakesItsSettingsAlongAndItsNameCanBeUsedAgain() {
        ClusterImage before = replay(
                ClusterImage.EMPTY,
                topic("a", ID),
                partition(ID, 0),
                new ConfigRecord()
                        .resourceType(ConfigResourceType.TOPIC.id())
                        .resourceName("a")
                        .name("retention.ms")
                        .value("1"));
        ClusterDelta delta = new ClusterDelta(before);

        delta.replay(new RemoveTopicRecord().topicId(ID));
        delta.replay(topic("a", OTHER_ID));
        delta.replay(partition(OTHER_ID, 0));
        ClusterImage after = delta.apply(LATER);

        assertThat(delta.topics().deleted()).extracting(TopicImage::id).containsExactly(ID);
        assertThat(Objects.requireNonNull(after.topic("a")).id()).isEqualTo(OTHER_ID);
        assertThat(after.topics().get(ID)).isNull();
        assertThat(after.settings(ConfigResource.topic("a"))).isEmpty();
        assertThat(after.topics().partitionCount()).isEqualTo(1);
    }

    @Test
    void aTopicThatComesAndGoesWithinOneDeltaWasNeverThere() {
        ClusterDelta delta = new ClusterDelta(ClusterImage.EMPTY);
        delta.replay(topic("a", ID));
        delta.replay(partition(ID, 0));
        delta.replay(new RemoveTopicRecord().topicId(ID));

        assertThat(delta.apply(LogPosition.START)).isEqualTo(ClusterImage.EMPTY);
        assertThat(delta.topics().changed()).isEmpty();
        assertThat(delta.topics().deleted()).isEmpty();
    }

    @Test
    void recordsThatMakeNoSenseAreRefused() {
        ClusterImage image = replay(ClusterImage.EMPTY, topic("a", ID), partition(ID, 0));

        assertThatThrownBy(() -> replay(image, topic("a", OTHER_ID))).hasMessage("topic a is created twice");
        assertThatThrownBy(() -> replay(image, partition(OTHER_ID, 0)))
                .isInstanceOf(MetadataException.class)
                .hasMessageContaining("does not exist");
        assertThatThrownBy(() ->
                        replay(image, new PartitionChangeRecord().topicId(ID).partitionId(1)))
                .hasMessage("partition 1 of topic a is changed and was never created");
        assertThatThrownBy(() -> replay(image, new AccessControlEntryRecord()))
                .isInstanceOf(MetadataException.class)
                .hasMessageContaining("AccessControlEntryRecord");
    }

    private static ClusterImage replay(ClusterImage image, PersistedRecord... records) {
        return ClusterDelta.replay(image, List.of(records), LATER);
    }

    private static TopicRecord topic(String name, Uuid id) {
        return new TopicRecord().name(name).topicId(id);
    }

    private static PartitionRecord partition(Uuid topicId, int partition) {
        return new PartitionRecord()
                .topicId(topicId)
                .partitionId(partition)
                .replicas(List.of(1, 2))
                .isr(List.of(1, 2))
                .directories(List.of(Uuid.ZERO, Uuid.ZERO))
                .leader(1)
                .leaderEpoch(5)
                .partitionEpoch(7);
    }

    private static PersistedRecord throughBytes(PersistedRecord record) {
        byte[] bytes = MetadataFrame.encode(record, record.highestVersion());
        return MetadataFrame.decode(new MessageReader(ByteBuffer.wrap(bytes)));
    }
}
