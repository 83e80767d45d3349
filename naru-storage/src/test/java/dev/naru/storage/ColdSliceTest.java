package dev.naru.storage;

import static dev.naru.storage.TestBatches.batch;
import static org.assertj.core.api.Assertions.assertThat;

import dev.naru.record.FileSlice;
import dev.naru.testkit.SimulatedDisk;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Which slices are taken for cold, and so loaded before they are sent. */
class ColdSliceTest {
    private static final Path DIRECTORY = Path.of("/data");

    private final SimulatedDisk disk = new SimulatedDisk(1);
    private TestBroker broker = TestBroker.start(disk, DIRECTORY, LogConfig.DEFAULTS);

    private void append() {
        Log log = broker.log();
        broker.on(() -> log.appendAsLeader(batch("a"), 0, AppendTerms.CLIENT));
    }

    private boolean isCold() {
        Log log = broker.log();
        ReadOutcome.Slice slice = (ReadOutcome.Slice) broker.on(() -> log.read(0, 1_000, log.logEndOffset(), true));
        slice.records().release();
        return ((FileSlice) slice.records()).isCold();
    }

    @Test
    void takesWhatWasJustWrittenForWarm() {
        append();
        assertThat(isCold()).isFalse();
    }

    @Test
    void takesALogForColdThatNobodyHasWrittenToForLong() {
        append();
        broker.simulation.runFor(LateAppends.LATELY_NANOS / 1_000_000 + 1);
        assertThat(isCold()).isTrue();
        append();
        assertThat(isCold()).isFalse();
    }

    @Test
    void takesWhatAnEarlierProcessWroteForCold() {
        append();
        broker.stop();
        broker = TestBroker.start(disk, DIRECTORY, LogConfig.DEFAULTS);
        assertThat(isCold()).isTrue();
    }
}
