package dev.naru.storage;

import static dev.naru.storage.TestBatches.readAll;
import static org.assertj.core.api.Assertions.assertThat;

import dev.naru.storage.AppendOutcome.Appended;
import dev.naru.storage.AppendOutcome.Duplicate;
import dev.naru.testkit.DiskFaults.Operation;
import dev.naru.testkit.Gen;
import dev.naru.testkit.Seeded;
import dev.naru.testkit.SimulatedDisk;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * Runs a log on a disk that forgets what was not forced, pulls the plug at any step, and looks at what is there afterwards:
 * all that was forced, nothing that was not appended, nothing torn, and producers as they were.
 */
class LogCrashTest {
    private static final Path DIRECTORY = Path.of("/data");
    private static final LogConfig CONFIG =
            LogConfig.DEFAULTS.with(SegmentConfig.DEFAULTS.withSizeBytes(1500).withIndex(150, 10 << 20));
    private static final int ROUNDS = 4;

    @Seeded(count = 150)
    void keepsWhatWasForcedAndAPrefixOfTheRest(Gen gen) {
        new Run(gen.seed(), false).rounds();
    }

    @Seeded(count = 150)
    void keepsWhatWasForcedWhenTheDiskFailsToo(Gen gen) {
        new Run(gen.seed(), true).rounds();
    }

    @Test
    void countsACrashWhileLoadingAsUnclean() {
        SimulatedDisk disk = new SimulatedDisk(5);
        TestBroker broker = TestBroker.start(disk, DIRECTORY, CONFIG);
        Log log = broker.log();
        broker.on(() -> log.appendAsLeader(TestBatches.batch("a"), 0, AppendTerms.UNVERIFIED));
        broker.stop();
        disk.killProcess();

        TestBroker loading = TestBroker.start(disk, DIRECTORY, CONFIG);
        loading.kill();
        disk.crash();

        assertThat(disk.exists(DIRECTORY.resolve(CleanStopMarker.FILE_NAME))).isFalse();
        TestBroker again = TestBroker.start(disk, DIRECTORY, CONFIG);
        assertThat(readAll(again, again.log(), 0)).containsExactly("0=a");
    }

    /** One disk and its history. */
    private static final class Run {
        private final SplittableRandom random;
        private final SimulatedDisk disk;
        private final long seed;
        private final boolean withFaults;
        /** What was forced when the last round ended. */
        private long forcedOffset;

        private final List<String> appended = new ArrayList<>();
        /** Batches of the one producer that are in the log: its sequence is their number. */
        private final List<Long> sequencedOffsets = new ArrayList<>();

        Run(long seed, boolean withFaults) {
            this.seed = seed;
            this.random = new SplittableRandom(seed);
            this.disk = new SimulatedDisk(seed);
            this.withFaults = withFaults;
        }

        void rounds() {
            for (int round = 0; round < ROUNDS; round++) {
                TestBroker broker = TestBroker.start(seed + round, disk, List.of(DIRECTORY), CONFIG, 100);
                Log log = broker.log();
                check(broker, log);
                if (withFaults) {
                    disk.faults().failRandomly(EnumSet.of(Operation.WRITE, Operation.FORCE, Operation.RENAME), 60);
                }
                int steps = random.nextInt(120);
                boolean failed = false;
                for (int step = 0; step < steps && !failed; step++) {
                    failed = !step(broker, log);
                }
                disk.faults().heal();
                long forced = log.recoveryPoint();
                if (!failed && broker.offline.isEmpty() && random.nextInt(4) == 0) {
                    broker.stop();
                    forced = broker.offline.isEmpty() ? log.logEndOffset() : forced;
                } else {
                    broker.kill();
                }
                // After a failed fsync the page cache shows bytes the disk never gets: only a power cut tells the
                // truth.
                if (!withFaults && random.nextInt(4) == 0) {
                    disk.killProcess();
                } else {
                    disk.crash();
                }
                forcedOffset = forced;
            }
            TestBroker broker = TestBroker.start(seed + ROUNDS, disk, List.of(DIRECTORY), CONFIG, 100);
            check(broker, broker.log());
        }

        /** Does something; false if the disk failed. */
        private boolean step(TestBroker broker, Log log) {
            try {
                int what = random.nextInt(20);
                if (what < 9) {
                    append(broker, log);
                } else if (what < 13) {
                    appendSequenced(broker, log);
                } else if (what < 15) {
                    broker.loop.execute(() -> log.flush(log.logEndOffset(), () -> {}, failure -> {}));
                } else if (what < 16) {
                    broker.loop.execute(() -> broker.manager.writeCheckpoints(() -> {}));
                } else if (what < 17) {
                    broker.flush(log);
                    broker.writeCheckpoints();
                } else {
                    for (int i = random.nextInt(6); i > 0; i--) {
                        broker.simulation.step();
                    }
                }
                return true;
            } catch (TestBroker.FailedException e) {
                assertThat(withFaults).as("failed: " + e).isTrue();
                assertThat(e).hasCauseInstanceOf(LogOfflineException.class);
                return false;
            }
        }

        private void append(TestBroker broker, Log log) {
            String[] values = new String[1 + random.nextInt(3)];
            for (int i = 0; i < values.length; i++) {
                values[i] =
                        "v" + (log.logEndOffset() + i) + "-" + random.nextInt(1000) + "x".repeat(random.nextInt(200));
            }
            Appended outcome = (Appended)
                    broker.on(() -> log.appendAsLeader(TestBatches.batch(values), 1, AppendTerms.UNVERIFIED));
            for (int i = 0; i < values.length; i++) {
                appended.add((outcome.baseOffset() + i) + "=" + values[i]);
            }
        }

        private void appendSequenced(TestBroker broker, Log log) {
            int sequence = sequencedOffsets.size();
            Appended outcome =
                    (Appended) broker.on(() -> log.appendAsLeader(sequenced(sequence), 1, AppendTerms.UNVERIFIED));
            appended.add(outcome.baseOffset() + "=s" + sequence);
            sequencedOffsets.add(outcome.baseOffset());
        }

        private static ByteBuffer sequenced(int sequence) {
            return TestBatches.sequenced(9, 0, sequence, "s" + sequence);
        }

        private void check(TestBroker broker, Log log) {
            assertThat(log.logEndOffset()).isBetween(forcedOffset, (long) appended.size());
            assertThat(readAll(broker, log, 0)).isEqualTo(appended.subList(0, (int) log.logEndOffset()));
            appended.subList((int) log.logEndOffset(), appended.size()).clear();
            sequencedOffsets.removeIf(offset -> offset >= log.logEndOffset());
            int count = sequencedOffsets.size();
            for (int sequence = Math.max(0, count - 5); sequence < count; sequence++) {
                int repeated = sequence;
                AppendOutcome outcome =
                        broker.on(() -> log.appendAsLeader(sequenced(repeated), 1, AppendTerms.UNVERIFIED));
                long offset = sequencedOffsets.get(sequence);
                assertThat(outcome).isEqualTo(new Duplicate(offset, offset, TestBatches.TIME_MS, 0));
            }
        }
    }
}
