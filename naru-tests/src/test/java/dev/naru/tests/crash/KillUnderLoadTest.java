package dev.naru.tests.crash;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import dev.naru.testkit.process.BrokerProcess;
import dev.naru.testkit.process.BrokerProgram;
import dev.naru.testkit.process.BrokerSpec;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/**
 * SIGKILL at random moments under load. After each restart every acknowledged record is there, once and in order, and Kafka's
 * DumpLogSegments has no complaint about a segment or an index.
 *
 * <p>A few rounds in every build, a hundred with {@code -Psoak}. {@code -Dnaru.seed=} replays the moments of a run; what the
 * operating system makes of them is its own.
 */
class KillUnderLoadTest {
    private static final int ROUNDS = 4;
    private static final int ROUNDS_SOAK = 100;
    /** Then the load moves on to new topics, so that reading all of them again each time stays affordable. */
    private static final int ROUNDS_PER_LOAD = 10;

    private static final int PARTITIONS = 3;
    private static final int LOAD_MS_MAX = 1_500;
    private static final int STARTUP_KILL_MS_MAX = 400;
    private static final int ADMIN_TIMEOUT_S = 30;

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    private Path directory;

    private SegmentDump dump;

    @BeforeAll
    static void quietenClients() {
        // They warn of every batch that a killed broker did not answer: a hundred megabytes in a soak.
        ((Logger) LoggerFactory.getLogger("org.apache.kafka")).setLevel(Level.ERROR);
    }

    @BeforeEach
    void loadDumpLogSegments() throws Exception {
        dump = new SegmentDump();
    }

    @Test
    @Timeout(value = 5, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void keepsEveryAcknowledgedRecordThroughKills() throws Exception {
        survive(Integer.getInteger("naru.kill.rounds", ROUNDS));
    }

    @Test
    @Tag("soak")
    @Timeout(value = 60, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void keepsEveryAcknowledgedRecordThroughHundredKills() throws Exception {
        survive(Integer.getInteger("naru.kill.rounds", ROUNDS_SOAK));
    }

    private void survive(int rounds) throws Exception {
        long seed = Long.getLong("naru.seed", System.nanoTime());
        System.out.println("naru.seed=" + seed + " rounds=" + rounds);
        Random random = new Random(seed);
        // Small segments, so that kills hit rolls and there are indexes to be wrong.
        BrokerSpec spec = BrokerSpec.small(directory)
                .with("log.segment.bytes", "1048576")
                .with("log.index.interval.bytes", "1024")
                .with("log.initial.task.delay.ms", "500");
        BrokerProcess broker = BrokerProcess.start(BrokerProgram.chosen(), spec);
        try (broker;
                PartitionReader reader = new PartitionReader(broker.address())) {
            for (int done = 0; done < rounds; done += ROUNDS_PER_LOAD) {
                List<Load> loads = startLoads(broker.address(), done);
                try {
                    for (int round = done + 1; round <= Math.min(rounds, done + ROUNDS_PER_LOAD); round++) {
                        killAndRestart(broker, random);
                        checkAll("seed " + seed + ", round " + round, broker, reader, loads);
                    }
                    stop(loads, broker.address());
                } finally {
                    loads.forEach(Load::close);
                }
            }
            assertThat(broker.stop()).as("exit status of a clean stop").isIn(0, 143);
            assertThat(broker.log()).doesNotContain("LEAK:");
        }
    }

    private static void killAndRestart(BrokerProcess broker, Random random) throws Exception {
        TimeUnit.MILLISECONDS.sleep(random.nextInt(LOAD_MS_MAX));
        broker.checkAlive();
        broker.kill();
        if (random.nextInt(4) == 0) {
            // A broker killed in the middle of its recovery must recover all the same.
            broker.launchAndKillAfter(random.nextInt(STARTUP_KILL_MS_MAX), TimeUnit.MILLISECONDS);
        }
        broker.restart();
    }

    private void checkAll(String where, BrokerProcess broker, PartitionReader reader, List<Load> loads)
            throws Exception {
        for (Load load : loads) {
            load.pause(broker);
        }
        check(where, broker, reader, loads);
        dump.check(broker.spec().data(), loads.stream().map(Load::topic).toList());
        int acknowledged = loads.stream().mapToInt(Load::acknowledgedCount).sum();
        System.out.println(where + ": " + acknowledged + " records acknowledged so far, all there");
        loads.forEach(Load::resume);
    }

    private static void check(String where, BrokerProcess broker, PartitionReader reader, List<Load> loads)
            throws IOException {
        for (Load load : loads) {
            load.checkHealthy();
            for (int partition = 0; partition < PARTITIONS; partition++) {
                try {
                    load.ledgers().get(partition).check(reader.readAll(load.topic(), partition));
                } catch (AssertionError | KafkaException e) {
                    throw new AssertionError(where + ": " + e.getMessage() + "\n" + broker.tail(), e);
                }
            }
        }
    }

    private static void stop(List<Load> loads, String bootstrap) throws Exception {
        Properties configs = new Properties();
        configs.put("bootstrap.servers", bootstrap);
        for (Load load : loads) {
            load.stop();
        }
        try (Admin admin = Admin.create(configs)) {
            admin.deleteTopics(loads.stream().map(Load::topic).toList()).all().get(ADMIN_TIMEOUT_S, TimeUnit.SECONDS);
        }
    }

    private static List<Load> startLoads(String bootstrap, int firstRound) throws Exception {
        Properties configs = new Properties();
        configs.put("bootstrap.servers", bootstrap);
        List<Load> loads = new ArrayList<>();
        try (Admin admin = Admin.create(configs)) {
            for (Load.Kind kind : Load.Kind.values()) {
                String topic = "load." + kind + "." + firstRound;
                admin.createTopics(List.of(new NewTopic(topic, PARTITIONS, (short) 1)))
                        .all()
                        .get(ADMIN_TIMEOUT_S, TimeUnit.SECONDS);
                loads.add(new Load(bootstrap, topic, PARTITIONS, kind));
            }
        }
        loads.forEach(Load::start);
        return loads;
    }
}
