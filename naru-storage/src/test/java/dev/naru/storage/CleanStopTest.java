package dev.naru.storage;

import static dev.naru.storage.TestBatches.readAll;
import static org.assertj.core.api.Assertions.assertThat;

import dev.naru.testkit.DiskFaults.Operation;
import dev.naru.testkit.SimulatedDisk;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What a clean stop does, and does not do for the many logs that nobody has written to. */
class CleanStopTest {
    private static final Path DIRECTORY = Path.of("/data");

    private final SimulatedDisk disk = new SimulatedDisk(1);
    private TestBroker broker = start();

    private TestBroker start() {
        TestBroker started = TestBroker.start(disk, DIRECTORY, LogConfig.DEFAULTS);
        // As the leader does, in the epoch it had before.
        started.on(() -> {
            started.manager.logs().forEach(log -> lead(log, 0));
            return true;
        });
        return started;
    }

    private static void lead(Log log, int leaderEpoch) {
        try {
            log.onLeaderEpoch(leaderEpoch);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private void failForcesOfPartitions() {
        disk.faults().failAlways(Operation.FORCE, path -> path.startsWith(DIRECTORY.resolve("orders-0")));
        disk.faults().failAlways(Operation.FORCE_DIRECTORY, path -> path.startsWith(DIRECTORY.resolve("orders-0")));
    }

    private boolean isMarkedAsClean() {
        return disk.exists(DIRECTORY.resolve(CleanStopMarker.FILE_NAME));
    }

    @Test
    void forcesNothingOfALogThatNobodyHasWrittenTo() {
        append();
        broker.stop();
        broker = start();

        failForcesOfPartitions();
        broker.stop();

        assertThat(broker.offline).isEmpty();
        assertThat(isMarkedAsClean()).isTrue();
        disk.faults().heal();
        broker = start();
        assertThat(readAll(broker, broker.log(), 0)).containsExactly("0=a");
    }

    @Test
    void forcesWhatWasWrittenAndANewLeaderEpoch() {
        append();
        broker.stop();
        broker = start();
        Log log = broker.log();
        broker.on(() -> {
            lead(log, 1);
            return true;
        });

        failForcesOfPartitions();
        broker.stop();

        assertThat(broker.offline).isNotEmpty();
        assertThat(isMarkedAsClean()).isFalse();
    }

    private void append() {
        Log log = broker.log();
        broker.on(() -> log.appendAsLeader(TestBatches.batch("a"), 0, AppendTerms.CLIENT));
    }
}
