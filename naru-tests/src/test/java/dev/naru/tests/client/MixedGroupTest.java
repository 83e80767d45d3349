package dev.naru.tests.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.naru.client.group.ClassicAssignor;
import dev.naru.client.group.GroupConfig;
import dev.naru.client.group.Subscription;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.RangeAssignor;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Our members and those of the official client in one group, each in turn the one that leads it. */
class MixedGroupTest {
    private static final long PATIENCE_SECONDS = 60;

    @TempDir
    private static Path directory;

    @RegisterExtension
    private static final CoordinatingBroker BROKER = new CoordinatingBroker(() -> directory);

    /** How the members talk and share out. */
    enum Way {
        CONSUMER(null, null),
        RANGE(ClassicAssignor.RANGE, RangeAssignor.class),
        COOPERATIVE(ClassicAssignor.COOPERATIVE_STICKY, CooperativeStickyAssignor.class);

        private final ClassicAssignor ours;
        private final Class<?> theirs;

        Way(ClassicAssignor ours, Class<?> theirs) {
            this.ours = ours;
            this.theirs = theirs;
        }
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void oursComesToTheirs(Way way) throws Exception {
        String name = "ours-comes-" + way;
        BROKER.topic(name, 6);
        try (OfficialMember theirs = new OfficialMember(name, way)) {
            await(() -> theirs.assignedCount == 6);
            try (RunningMember ours = ours(name, way)) {
                readTogether(name, theirs, ours);
            }
            await(() -> theirs.assignedCount == 6);
        }
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void theirsComesToOurs(Way way) throws Exception {
        String name = "theirs-comes-" + way;
        BROKER.topic(name, 6);
        try (RunningMember ours = ours(name, way)) {
            await(() -> ours.assignment().size() == 6);
            try (OfficialMember theirs = new OfficialMember(name, way)) {
                readTogether(name, theirs, ours);
            }
            await(() -> ours.assignment().size() == 6);
        }
    }

    private static void readTogether(String topic, OfficialMember theirs, RunningMember ours) throws Exception {
        await(() -> theirs.assignedCount == 3 && ours.assignment().size() == 3);
        BROKER.produce(topic, 6, 0, 600);
        await(() -> theirs.read.size() + ours.read().size() >= 600);
        List<Integer> read = new ArrayList<>(theirs.read);
        read.addAll(ours.read());

        assertThat(read)
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.range(0, 600).boxed().toList());
        assertThat(ours.read()).hasSize(300);
    }

    private static RunningMember ours(String name, Way way) {
        GroupConfig config = GroupConfig.of(name);
        if (way.ours != null) {
            config = config.with(GroupConfig.Protocol.CLASSIC)
                    .with(GroupConfig.Classic.DEFAULT
                            .withTimes(CoordinatingBroker.SESSION_TIMEOUT_MS, 300)
                            .with(way.ours));
        }
        return new RunningMember(BROKER.client(), config, Subscription.to(name));
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("time is up").isLessThan(deadlineNs);
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }

    /** A consumer of the official client that polls on a thread of its own until it is closed. */
    private static final class OfficialMember implements AutoCloseable {
        private final Queue<Integer> read = new ConcurrentLinkedQueue<>();
        private final Thread thread;
        private volatile int assignedCount;
        private volatile boolean stopping;

        OfficialMember(String name, Way way) {
            Properties config = new Properties();
            config.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, BROKER.address());
            config.put(ConsumerConfig.GROUP_ID_CONFIG, name);
            config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
            if (way.theirs == null) {
                config.put(ConsumerConfig.GROUP_PROTOCOL_CONFIG, "consumer");
            } else {
                config.put(ConsumerConfig.GROUP_PROTOCOL_CONFIG, "classic");
                config.put(ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG, way.theirs.getName());
                config.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, CoordinatingBroker.SESSION_TIMEOUT_MS);
                config.put(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, 300);
            }
            KafkaConsumer<String, String> consumer =
                    new KafkaConsumer<>(config, new StringDeserializer(), new StringDeserializer());
            thread = new Thread(() -> run(consumer, name), "official-member");
            thread.start();
        }

        private void run(KafkaConsumer<String, String> consumer, String topic) {
            try (consumer) {
                consumer.subscribe(List.of(topic));
                while (!stopping) {
                    for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofMillis(100))) {
                        read.add(Integer.valueOf(record.value()));
                    }
                    commit(consumer);
                    assignedCount = consumer.assignment().size();
                }
            }
        }

        /** In the middle of a rebalance this client refuses; what it keeps it commits the next time. */
        private static void commit(KafkaConsumer<String, String> consumer) {
            try {
                consumer.commitSync();
            } catch (RebalanceInProgressException later) {
                // The next poll goes on with the rebalance.
            }
        }

        @Override
        public void close() {
            stopping = true;
            RunningMember.join(thread);
        }
    }
}
