package dev.naru.storage;

import static dev.naru.storage.TestBatches.batch;
import static org.assertj.core.api.Assertions.assertThat;

import dev.naru.common.file.DiskFile;
import dev.naru.testkit.SimulatedDisk;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Folders that a crash left without saying to which topic they belong. */
class StrayFolderTest {
    private static final Path DIRECTORY = Path.of("/data");
    private static final Path FOLDER = DIRECTORY.resolve("orders-0");
    private static final Path TOPIC_ID = FOLDER.resolve("partition.metadata");

    private final SimulatedDisk disk = new SimulatedDisk(1);

    private void write(boolean forced) {
        TestBroker broker = TestBroker.start(disk, DIRECTORY, LogConfig.DEFAULTS);
        Log log = broker.log();
        broker.on(() -> log.appendAsLeader(batch("value"), 0, AppendTerms.UNVERIFIED));
        if (forced) {
            broker.flush(log);
            broker.writeCheckpoints();
        }
        broker.kill();
        disk.killProcess();
    }

    private void tearTopicId() throws IOException {
        try (DiskFile file = disk.open(TOPIC_ID)) {
            file.truncate(file.sizeBytes() / 2);
        }
    }

    @Test
    void setsAsideAFolderThatDoesNotSayWhoseItIs() throws IOException {
        write(false);
        tearTopicId();

        Log log = TestBroker.start(disk, DIRECTORY, LogConfig.DEFAULTS).log();

        assertThat(log.topicId()).isEqualTo(TestBroker.TOPIC_ID);
        assertThat(log.logEndOffset()).isZero();
        assertThat(disk.list(DIRECTORY))
                .filteredOn(path -> path.toString().endsWith("-stray"))
                .singleElement()
                .satisfies(stray -> assertThat(disk.sizeBytes(stray.resolve("00000000000000000000.log")))
                        .isPositive());
    }

    @Test
    void makesAFolderAnewThatWasBeingMade() throws IOException {
        TestBroker.start(disk, DIRECTORY, LogConfig.DEFAULTS).kill();
        disk.killProcess();
        disk.createDirectories(FOLDER);

        Log log = TestBroker.start(disk, DIRECTORY, LogConfig.DEFAULTS).log();

        assertThat(log.topicId()).isEqualTo(TestBroker.TOPIC_ID);
        assertThat(disk.exists(TOPIC_ID)).isTrue();
    }

    @Test
    void keepsUsingAFolderThatWasForced() throws IOException {
        write(true);
        tearTopicId();

        Log log = TestBroker.start(disk, DIRECTORY, LogConfig.DEFAULTS).log();

        assertThat(log.logEndOffset()).isEqualTo(1);
    }
}
