package dev.naru.storage;

import static dev.naru.storage.TestBatches.batch;
import static dev.naru.storage.TestBatches.readAll;
import static org.assertj.core.api.Assertions.assertThat;

import dev.naru.testkit.SimulatedDisk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whatever an index says, reads and searches answer what the log says. */
class IndexDamageTest {
    private static final LogConfig CONFIG =
            LogConfig.DEFAULTS.with(SegmentConfig.DEFAULTS.withSizeBytes(1200).withIndex(200, 10 << 20));
    private static final int RECORDS = 24;

    private static final Path DIRECTORY = Path.of("/data");
    private static final Path FOLDER = DIRECTORY.resolve("orders-0");

    private final SimulatedDisk disk = new SimulatedDisk(1);
    private TestBroker broker;
    private final List<String> expected = new ArrayList<>();

    @BeforeEach
    void write() {
        broker = TestBroker.start(disk, DIRECTORY, CONFIG);
        Log log = broker.log();
        for (int i = 0; i < RECORDS; i++) {
            String value = "value-" + i;
            long timestampMs = TestBatches.TIME_MS + i * 10L;
            broker.on(() -> log.appendAsLeader(batch(timestampMs, value), 0, AppendTerms.UNVERIFIED));
            expected.add(i + "=" + value);
        }
        broker.stop();
    }

    @AfterEach
    void stop() {
        broker.kill();
    }

    private void check(String what) {
        broker = TestBroker.start(disk, DIRECTORY, CONFIG);
        Log log = broker.log();
        for (int i = RECORDS - 1; i >= 0; i--) {
            long timestampMs = TestBatches.TIME_MS + i * 10L - 5;
            TimestampOffset found =
                    broker.await((done, failed) -> log.findByTimestamp(timestampMs, done::accept, failed));
            assertThat(found).as(what).isEqualTo(new TimestampOffset(timestampMs + 5, i, 0));
            assertThat(firstValue(log, i)).as(what).isEqualTo(expected.get(i));
        }
        assertThat(readAll(broker, log, 0)).as(what).isEqualTo(expected);
        broker.stop();
    }

    private String firstValue(Log log, long offset) {
        ReadOutcome outcome = broker.on(() -> log.read(offset, 1, RECORDS, true));
        return TestBatches.values(((ReadOutcome.Slice) outcome).records()).get(0);
    }

    private void write(Path file, byte[] content) throws IOException {
        WholeFile.write(disk, file, ByteBuffer.wrap(content), false);
    }

    private void flipEveryBit(String name) throws IOException {
        Path file = FOLDER.resolve(name);
        byte[] good = WholeFile.read(disk, file);
        assertThat(good.length).as(name).isGreaterThan(16);
        for (int bit = 0; bit < good.length * 8; bit++) {
            byte[] bad = good.clone();
            bad[bit / 8] ^= (byte) (1 << (bit % 8));
            write(file, bad);
            check(name + " bit " + bit);
        }
    }

    @Test
    void answersTheSameWithAnyBitOfAnOffsetIndexChanged() throws IOException {
        flipEveryBit("00000000000000000000.index");
    }

    @Test
    void answersTheSameWithAnyBitOfATimeIndexChanged() throws IOException {
        flipEveryBit("00000000000000000000.timeindex");
    }

    @Test
    void answersTheSameWithIndexesCutAtAnyByte() throws IOException {
        for (String suffix : List.of(".index", ".timeindex")) {
            Path file = FOLDER.resolve("00000000000000000000" + suffix);
            byte[] good = WholeFile.read(disk, file);
            for (int bytes = 0; bytes < good.length; bytes++) {
                write(file, Arrays.copyOf(good, bytes));
                check(suffix + " cut at " + bytes);
                write(file, good);
            }
        }
    }

    @Test
    void rebuildsIndexesThatAreMissing() throws IOException {
        for (String suffix : List.of(".index", ".timeindex")) {
            Path file = FOLDER.resolve("00000000000000000000" + suffix);
            byte[] good = WholeFile.read(disk, file);
            disk.deleteIfExists(file);
            check(suffix + " missing");
            assertThat(WholeFile.read(disk, file)).isEqualTo(good);
        }
    }
}
