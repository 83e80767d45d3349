package dev.naru.coordinator.group.consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.naru.coordinator.runtime.CoordinatorRecord;
import dev.naru.coordinator.runtime.ProducerIdentity;
import dev.naru.coordinator.runtime.RecordOrigin;
import dev.naru.protocol.group.ConsumerGroupMemberMetadataKey;
import dev.naru.protocol.group.ConsumerGroupMemberMetadataValue;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Which topics a group is subscribed to, asked for each topic there is. */
class SubscribedTopicsTest {
    private static final int TOPICS = 20_000;
    private static final Duration PLENTY = Duration.ofSeconds(10);

    private final ConsumerGroup group = new ConsumerGroup("g");

    private void subscribe(List<String> topics) {
        group.replay(
                new RecordOrigin(0, 0, ProducerIdentity.NONE),
                CoordinatorRecord.of(
                        new ConsumerGroupMemberMetadataKey().groupId("g").memberId("m"),
                        new ConsumerGroupMemberMetadataValue()
                                .clientId("client")
                                .clientHost("/host")
                                .subscribedTopicNames(topics),
                        0));
    }

    @Test
    void aGroupOfManyTopicsIsAskedForEachOfThemQuickly() {
        List<String> topics =
                IntStream.range(0, TOPICS).mapToObj(number -> "t" + number).toList();
        subscribe(topics);

        assertTimeoutPreemptively(PLENTY, () -> assertThat(topics).allMatch(group::isSubscribedTo));
    }

    @Test
    void aChangedSubscriptionCountsAtOnce() {
        subscribe(List.of("t"));
        assertThat(group.isSubscribedTo("t")).isTrue();
        subscribe(List.of("u"));

        assertThat(group.isSubscribedTo("t")).isFalse();
        assertThat(group.isSubscribedTo("u")).isTrue();
    }
}
