package dev.naru.tests.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.naru.client.Client;
import dev.naru.client.CommittedOffset;
import dev.naru.client.consumer.ConsumedRecord;
import dev.naru.client.consumer.ConsumerConfig;
import dev.naru.client.group.ClassicAssignor;
import dev.naru.client.group.GroupConfig;
import dev.naru.client.group.GroupConsumer;
import dev.naru.client.group.MemberFencedException;
import dev.naru.client.group.NoOffsetException;
import dev.naru.client.group.OffsetReset;
import dev.naru.client.group.RebalanceListener;
import dev.naru.client.group.Subscription;
import dev.naru.common.TopicPartition;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class GroupConsumerTest {
    private static final int POLL_MS = 500;
    private static final long PATIENCE_SECONDS = 60;

    @TempDir
    private static Path directory;

    @RegisterExtension
    private static final CoordinatingBroker BROKER = new CoordinatingBroker(() -> directory);

    /** How the members of a group talk and share out. */
    enum Way {
        CONSUMER,
        RANGE,
        COOPERATIVE;

        GroupConfig config(String groupId) {
            GroupConfig.Classic classic =
                    GroupConfig.Classic.DEFAULT.withTimes(CoordinatingBroker.SESSION_TIMEOUT_MS, 300);
            GroupConfig config = GroupConfig.of(groupId + "-" + this).with(classic);
            return switch (this) {
                case CONSUMER -> config;
                case RANGE -> config.with(GroupConfig.Protocol.CLASSIC).with(classic.with(ClassicAssignor.RANGE));
                case COOPERATIVE ->
                    config.with(GroupConfig.Protocol.CLASSIC).with(classic.with(ClassicAssignor.COOPERATIVE_STICKY));
            };
        }
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void everyRecordIsReadOnceWhileMembersComeAndGo(Way way) throws Exception {
        String topic = BROKER.topic("come-and-go-" + way, 6);
        GroupConfig config = way.config("come-and-go");
        List<Integer> read = new ArrayList<>();

        try (RunningMember first = new RunningMember(BROKER.client(), config, Subscription.to(topic))) {
            BROKER.produce(topic, 6, 0, 300);
            await(() -> first.read().size() == 300);
            try (RunningMember second = new RunningMember(BROKER.client(), config, Subscription.to(topic))) {
                await(() ->
                        first.assignment().size() == 3 && second.assignment().size() == 3);
                BROKER.produce(topic, 6, 300, 300);
                await(() -> first.read().size() + second.read().size() == 600);
                read.addAll(second.read());
            }
            await(() -> first.assignment().size() == 6);
            BROKER.produce(topic, 6, 600, 300);
            await(() -> first.read().size() + read.size() == 900);
            read.addAll(first.read());
        }

        assertThat(read)
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.range(0, 900).boxed().toList());
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void aTopicMadeAnewUnderItsNameIsReadFromItsStart(Way way) throws Exception {
        String topic = BROKER.topic("anew-" + way, 1);
        BROKER.produce(topic, 1, 0, 10);
        GroupConfig config = way.config("anew");
        try (RunningMember member = new RunningMember(BROKER.client(), config, Subscription.to(topic))) {
            await(() -> member.read().size() == 10);

            CoordinatingBroker.get(BROKER.admin().deleteTopic(topic));
            BROKER.topic(topic, 1);
            BROKER.produce(topic, 1, 10, 5);

            await(() -> member.read().contains(14));
            assertThat(member.read())
                    .containsExactlyElementsOf(IntStream.range(0, 15).boxed().toList());
            await(() -> BROKER.admin().groupOffsets(config.groupId()).join().values().stream()
                    .anyMatch(committed -> committed.offset() == 5));
        }
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void whatADeadMemberDidNotCommitIsReadAgain(Way way) throws Exception {
        String topic = BROKER.topic("dead-" + way, 1);
        GroupConfig config = way.config("dead").withAutoCommitMs(0);
        BROKER.produce(topic, 1, 0, 10);
        Client dying = BROKER.newClient();
        GroupConsumer dead = dying.groupConsumer(config, ConsumerConfig.DEFAULT);
        subscribe(dead, topic);
        assertThat(poll(dead, 4)).extracting(CoordinatingBroker::number).containsExactly(0, 1, 2, 3);
        CoordinatingBroker.get(dead.commit());
        assertThat(poll(dead, 4)).extracting(CoordinatingBroker::number).containsExactly(4, 5, 6, 7);
        dying.close();

        try (GroupConsumer next = BROKER.client().groupConsumer(config, ConsumerConfig.DEFAULT)) {
            subscribe(next, topic);
            assertThat(CoordinatingBroker.number(poll(next, 1).get(0))).isEqualTo(4);
        }
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void whoDoesNotPollLeavesAndCannotCommitAndComesBack(Way way) throws Exception {
        String topic = BROKER.topic("idle-" + way, 2);
        GroupConfig.Membership impatient = GroupConfig.Membership.DEFAULT.withPollIntervalMsMax(1_000);
        GroupConfig config = way.config("idle").withAutoCommitMs(0).with(impatient);
        BROKER.produce(topic, 2, 0, 10);
        Events events = new Events();
        try (GroupConsumer idle = BROKER.client().groupConsumer(config, ConsumerConfig.DEFAULT)) {
            CoordinatingBroker.get(idle.subscribe(Subscription.to(topic), events));
            assertThat(poll(idle, 10)).isNotEmpty();

            await(() -> idle.assignment().join().isEmpty());

            assertThatThrownBy(() -> CoordinatingBroker.get(idle.commit()))
                    .hasCauseInstanceOf(MemberFencedException.class);
            assertThat(CoordinatingBroker.number(poll(idle, 1).get(0))).isLessThan(2);
            assertThat(events.names()).containsSubsequence("assigned", "lost", "assigned");
        }
    }

    @Test
    void automaticCommitsStopShortOfWhatTheLastPollReturned() throws Exception {
        String topic = BROKER.topic("automatic", 1);
        TopicPartition partition = new TopicPartition(topic, 0);
        BROKER.produce(topic, 1, 0, 10);
        GroupConfig config = Way.CONSUMER.config("automatic").withAutoCommitMs(100);
        try (GroupConsumer consumer = BROKER.client().groupConsumer(config, ConsumerConfig.DEFAULT)) {
            subscribe(consumer, topic);
            assertThat(poll(consumer, 4)).hasSize(4);
            assertThat(poll(consumer, 3)).hasSize(3);
            await(() -> committed(consumer, partition) == 4);
        }

        // Closing gives up the partition and commits what is dealt with, which the last three records are not.
        assertThat(CoordinatingBroker.get(BROKER.admin().groupOffsets(config.groupId())))
                .containsEntry(partition, new CommittedOffset(4, 0, ""));
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void aMemberWithALastingNameComesBackToItsPartitions(Way way) throws Exception {
        String topic = BROKER.topic("lasting-" + way, 4);
        GroupConfig config = way.config("lasting");
        GroupConfig named = config.with(GroupConfig.Membership.DEFAULT.withInstanceId("a"));
        Events others = new Events();
        try (GroupConsumer other = BROKER.client().groupConsumer(config, ConsumerConfig.DEFAULT)) {
            CoordinatingBroker.get(other.subscribe(Subscription.to(topic), others));
            GroupConsumer a = BROKER.client().groupConsumer(named, ConsumerConfig.DEFAULT);
            subscribe(a, topic);
            pollUntil(
                    () -> a.assignment().join().size() == 2
                            && other.assignment().join().size() == 2,
                    a,
                    other);
            Set<TopicPartition> had = a.assignment().join();
            int rebalances = others.names().size();
            a.close();

            try (GroupConsumer again = BROKER.client().groupConsumer(named, ConsumerConfig.DEFAULT)) {
                subscribe(again, topic);
                pollUntil(() -> again.assignment().join().equals(had), again, other);
                assertThat(others.names()).hasSize(rebalances);
            }
        }
    }

    @Test
    void beginsWhereItIsToldWhenTheGroupHasNoOffset() throws Exception {
        String topic = BROKER.topic("begins", 1);
        BROKER.produce(topic, 1, 0, 5);
        TopicPartition partition = new TopicPartition(topic, 0);
        try (GroupConsumer none = consumer("begins-none", OffsetReset.NONE)) {
            subscribe(none, topic);
            assertThatThrownBy(() -> poll(none, 1)).hasCauseInstanceOf(NoOffsetException.class);
            CoordinatingBroker.get(none.seek(partition, 3));
            assertThat(CoordinatingBroker.number(poll(none, 1).get(0))).isEqualTo(3);
        }
        try (GroupConsumer latest = consumer("begins-latest", OffsetReset.LATEST)) {
            subscribe(latest, topic);
            pollUntil(() -> latest.positions().join().containsKey(partition), latest);
            BROKER.produce(topic, 1, 5, 1);
            assertThat(CoordinatingBroker.number(poll(latest, 1).get(0))).isEqualTo(5);
        }
        try (GroupConsumer hour = consumer("begins-hour", OffsetReset.byDuration(3_600_000))) {
            subscribe(hour, topic);
            assertThat(CoordinatingBroker.number(poll(hour, 1).get(0))).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void aPatternFindsTopicsThatMatch(Way way) throws Exception {
        String topic = BROKER.topic("pattern-" + way + "-a", 1);
        BROKER.topic("other-pattern-" + way, 1);
        BROKER.produce(topic, 1, 0, 1);
        try (GroupConsumer consumer = BROKER.client().groupConsumer(way.config("pattern"), ConsumerConfig.DEFAULT)) {
            CoordinatingBroker.get(
                    consumer.subscribe(Subscription.matching("pattern-" + way + "-.*"), RebalanceListener.NONE));
            assertThat(poll(consumer, 1).get(0).topic()).isEqualTo(topic);
            assertThat(consumer.assignment().join()).containsExactly(new TopicPartition(topic, 0));
        }
    }

    @Test
    void aListenerMayCommitAndSeek() throws Exception {
        String topic = BROKER.topic("listener", 1);
        TopicPartition partition = new TopicPartition(topic, 0);
        BROKER.produce(topic, 1, 0, 10);
        GroupConfig config = Way.CONSUMER.config("listener").withAutoCommitMs(0);
        try (GroupConsumer consumer = BROKER.client().groupConsumer(config, ConsumerConfig.DEFAULT)) {
            CoordinatingBroker.get(consumer.subscribe(Subscription.to(topic), new RebalanceListener() {
                @Override
                public CompletionStage<?> onAssigned(Set<TopicPartition> added) {
                    return consumer.seek(partition, 5);
                }

                @Override
                public CompletionStage<?> onRevoked(Set<TopicPartition> revoked) {
                    return consumer.commit(Map.of(partition, new CommittedOffset(7, -1, "from the listener")));
                }
            }));
            assertThat(CoordinatingBroker.number(poll(consumer, 1).get(0))).isEqualTo(5);
        }

        assertThat(CoordinatingBroker.get(BROKER.admin().groupOffsets(config.groupId())))
                .containsEntry(partition, new CommittedOffset(7, -1, "from the listener"));
    }

    @Test
    void aWaitingPollIsWokenUp() throws Exception {
        String topic = BROKER.topic("woken", 1);
        try (GroupConsumer consumer = consumer("woken", OffsetReset.LATEST)) {
            subscribe(consumer, topic);
            pollUntil(() -> !consumer.positions().join().isEmpty(), consumer);
            CompletableFuture<?> waiting = consumer.poll(1, 600_000);

            consumer.wakeup();

            CoordinatingBroker.get(waiting);
        }
    }

    private static GroupConsumer consumer(String group, OffsetReset reset) {
        return BROKER.client().groupConsumer(Way.CONSUMER.config(group).with(reset), ConsumerConfig.DEFAULT);
    }

    private static void subscribe(GroupConsumer consumer, String topic) throws Exception {
        CoordinatingBroker.get(consumer.subscribe(Subscription.to(topic), RebalanceListener.NONE));
    }

    private static List<ConsumedRecord> poll(GroupConsumer consumer, int recordsMax) throws Exception {
        long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (System.nanoTime() < deadlineNs) {
            List<ConsumedRecord> records =
                    CoordinatingBroker.get(consumer.poll(recordsMax, POLL_MS)).records();
            if (!records.isEmpty()) {
                return records;
            }
        }
        throw new AssertionError("no record came");
    }

    private static void pollUntil(BooleanSupplier condition, GroupConsumer... members) throws Exception {
        long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("time is up").isLessThan(deadlineNs);
            for (GroupConsumer member : members) {
                CoordinatingBroker.get(member.poll(10, 50));
            }
        }
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("time is up").isLessThan(deadlineNs);
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }

    private static long committed(GroupConsumer consumer, TopicPartition partition) {
        CommittedOffset offset = consumer.committed(List.of(partition)).join().get(partition);
        return offset == null ? -1 : offset.offset();
    }

    /** Remembers what it heard. */
    private static final class Events implements RebalanceListener {
        private final ConcurrentLinkedQueue<String> names = new ConcurrentLinkedQueue<>();

        List<String> names() {
            return List.copyOf(names);
        }

        @Override
        public CompletionStage<?> onAssigned(Set<TopicPartition> added) {
            names.add("assigned");
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public CompletionStage<?> onRevoked(Set<TopicPartition> revoked) {
            names.add("revoked");
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public CompletionStage<?> onLost(Set<TopicPartition> lost) {
            names.add("lost");
            return CompletableFuture.completedFuture(null);
        }
    }
}
