package dev.naru.storage;

import static dev.naru.storage.TestBatches.batch;
import static dev.naru.storage.TestBatches.readAll;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.naru.common.TopicPartition;
import dev.naru.common.file.NioDisk;
import dev.naru.common.runtime.ThreadIoPool;
import dev.naru.testkit.SimulatedDisk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogManagerTest {
    private static final LogConfig CONFIG = LogConfig.DEFAULTS;

    @TempDir
    Path directory;

    private TestBroker broker;

    @BeforeEach
    void start() {
        broker = TestBroker.start(NioDisk.INSTANCE, directory, CONFIG);
    }

    @AfterEach
    void kill() {
        broker.kill();
    }

    private void append(Log log, String value) {
        broker.on(() -> log.appendAsLeader(batch(value), 0, AppendTerms.UNVERIFIED));
    }

    private LogManager another(String clusterId, int brokerId) throws IOException {
        LogManager manager = new LogManager(
                LogManagerConfig.of(List.of(directory)),
                NioDisk.INSTANCE,
                new ThreadIoPool("unused", 1),
                broker.loop,
                new SplittableRandom(2),
                (path, cause) -> {});
        manager.open();
        try {
            manager.identify(clusterId, brokerId);
        } finally {
            manager.freeLocks();
        }
        return manager;
    }

    @Test
    void letsNoSecondProcessIn() {
        assertThatThrownBy(() -> another(TestBroker.CLUSTER_ID, 1))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(directory.toString())
                .hasMessageContaining("in use by another process");
    }

    @Test
    void belongsToOneBrokerOfOneCluster() throws IOException {
        broker.stop();
        assertThat(Files.readString(directory.resolve("meta.properties")))
                .contains("version=1\n", "cluster.id=" + TestBroker.CLUSTER_ID + "\n", "node.id=1\n", "directory.id=");
        assertThatThrownBy(() -> another(TestBroker.CLUSTER_ID, 2)).hasMessageContaining("belongs to broker 1");
        assertThatThrownBy(() -> another("another", 1)).hasMessageContaining("cluster");
        another(TestBroker.CLUSTER_ID, 1);
    }

    @Test
    void keepsTheIdOfADirectory() {
        LogDirectoryInfo before = broker.manager.directories().get(0);
        broker.stop();
        start();
        LogDirectoryInfo after = broker.manager.directories().get(0);
        assertThat(after.directoryId()).isEqualTo(before.directoryId());
        assertThat(after.directoryId().isZero()).isFalse();
        assertThat(after.totalBytes()).isPositive();
    }

    @Test
    void refusesUnreadableMetaProperties() throws IOException {
        broker.stop();
        Files.writeString(directory.resolve("meta.properties"), "version=7\n");
        assertThatThrownBy(() -> another(TestBroker.CLUSTER_ID, 1)).hasMessageContaining("version '7'");
    }

    @Test
    void marksACleanStopAndTakesTheMarkAway() throws IOException {
        append(broker.log(), "a");
        Path marker = directory.resolve(CleanStopMarker.FILE_NAME);
        broker.stop();
        assertThat(marker).hasContent("{\"version\":0,\"brokerEpoch\":-1}");
        start();
        assertThat(marker).doesNotExist();
        broker.kill();
        assertThat(marker).doesNotExist();
    }

    @Test
    void writesTheFilesOfAPartitionUnderKafkasNames() {
        append(broker.log(), "a");
        broker.stop();
        assertThat(Set.of(directory.resolve("orders-0").toFile().list()))
                .containsExactlyInAnyOrder(
                        "00000000000000000000.log",
                        "00000000000000000000.timeindex",
                        "00000000000000000001.snapshot",
                        "leader-epoch-checkpoint",
                        "partition.metadata");
        assertThat(directory.resolve("orders-0").resolve("partition.metadata"))
                .hasContent("version: 0\ntopic_id: vMS0lv0TRuiCPNQOXdUA3g\n");
    }

    @Test
    void takesTopicNamesOfAnyLength() {
        TopicPartition longest = new TopicPartition("t".repeat(249), 99_999);
        append(broker.log(longest), "a");
        broker.stop();
        start();
        assertThat(readAll(broker, broker.log(longest), 0)).containsExactly("0=a");
        broker.awaitDone((done, failed) -> broker.manager.delete(longest, done, failed));
        String[] left = directory.toFile().list((dir, name) -> name.startsWith("ttt"));
        assertThat(left).hasSize(1);
        assertThat(left[0]).hasSizeLessThanOrEqualTo(255).endsWith("-delete");
        assertThat(LogFolder.isForDelete(left[0])).isTrue();
    }

    @Test
    void makesADeletedPartitionAnew() {
        Log log = broker.log();
        append(log, "old");
        broker.flush(log);
        broker.writeCheckpoints();
        broker.awaitDone((done, failed) -> broker.manager.delete(TestBroker.PARTITION, done, failed));
        assertThatThrownBy(() -> append(log, "late")).hasCauseInstanceOf(LogOfflineException.class);
        append(broker.log(), "new");
        broker.kill();
        start();
        assertThat(broker.manager.offlinePartitions()).isEmpty();
        assertThat(readAll(broker, broker.log(), 0)).containsExactly("0=new");
    }

    @Test
    void refusesLateCallsOnADeletedLogWithoutHarm() {
        Log log = broker.log();
        append(log, "old");
        broker.awaitDone((done, failed) -> broker.manager.delete(TestBroker.PARTITION, done, failed));
        assertThatThrownBy(() -> broker.await((done, failed) -> log.findByTimestamp(0, done::accept, failed)))
                .hasCauseInstanceOf(LogOfflineException.class);
        assertThatThrownBy(() -> broker.flush(log)).hasCauseInstanceOf(LogOfflineException.class);
        assertThatThrownBy(() -> broker.awaitDone((done, failed) -> log.truncateTo(0, done, failed)))
                .hasCauseInstanceOf(LogOfflineException.class);
        broker.simulation.runFor(1000);
        assertThat(broker.offline).isEmpty();
        append(broker.log(), "new");
    }

    @Test
    void finishesADeletionThatWasInterrupted() {
        append(broker.log(), "old");
        broker.awaitDone((done, failed) -> broker.manager.delete(TestBroker.PARTITION, done, failed));
        broker.kill();
        start();
        broker.simulation.runFor(1000);
        assertThat(directory.toFile().list()).noneMatch(name -> name.startsWith("orders"));
    }

    @Test
    void leavesAloneWhatIsNotItsOwn() throws IOException {
        broker.stop();
        Files.createDirectories(directory.resolve("holiday pictures"));
        Files.createDirectories(directory.resolve("orders-x"));
        Files.writeString(directory.resolve("notes-1"), "a file");
        start();
        assertThat(broker.manager.logs()).isEmpty();
        assertThat(directory.resolve("holiday pictures")).exists();
        assertThat(directory.resolve("orders-x")).exists();
        assertThat(directory.resolve("notes-1")).exists();
    }

    @Test
    void loadsMorePartitionsThanItWorksOnAtOnce() {
        for (int i = 0; i < 200; i++) {
            append(broker.log(new TopicPartition("many", i)), "v" + i);
        }
        broker.stop();
        start();
        assertThat(broker.manager.logs()).hasSize(200);
        for (int i = 0; i < 200; i += 17) {
            Log log = broker.manager.get(new TopicPartition("many", i));
            assertThat(readAll(broker, log, 0)).containsExactly("0=v" + i);
        }
    }

    @Test
    void putsANewLogWhereThereAreFewest() {
        SimulatedDisk disk = new SimulatedDisk(1);
        List<Path> paths = List.of(Path.of("/a"), Path.of("/b"));
        TestBroker two = TestBroker.start(1, disk, paths, CONFIG, 100);
        Set<Path> used = new HashSet<>();
        for (int i = 0; i < 2; i++) {
            used.add(two.log(new TopicPartition("t", i)).directory().path());
        }
        assertThat(used).containsExactlyInAnyOrderElementsOf(paths);
    }

    @Test
    void recoversWhenCheckpointsAreUnreadable() throws IOException {
        Log log = broker.log();
        append(log, "a");
        append(log, "b");
        broker.stop();
        for (String content : Arrays.asList("", "garbage", "0\n5\norders 0 1\n", "0\n1\norders 0 -1\n")) {
            Files.writeString(directory.resolve(OffsetCheckpoint.RECOVERY_POINTS), content);
            Files.writeString(directory.resolve(OffsetCheckpoint.LOG_START_OFFSETS), content);
            Files.writeString(directory.resolve("orders-0").resolve(LeaderEpochs.FILE_NAME), content);
            start();
            assertThat(readAll(broker, broker.log(), 0)).containsExactly("0=a", "1=b");
            assertThat(broker.log().latestLeaderEpoch()).isZero();
            broker.stop();
        }
    }
}
