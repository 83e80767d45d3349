package dev.naru.metadata;

import dev.naru.common.file.Disk;
import dev.naru.common.runtime.EventLoop;
import dev.naru.protocol.PersistedRecord;
import dev.naru.testkit.SimulatedIoPool;
import dev.naru.testkit.SimulatedLoops;
import dev.naru.testkit.Simulation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A node of which only the metadata log is there, in a simulation of its own. */
final class MetadataLogNode implements MetadataFollower.Watcher {
    private static final int LONG_MS = 10_000;

    private final Simulation simulation;
    private final SimulatedLoops loops;
    private final SimulatedIoPool ioPool;
    private final EventLoop loop;
    private final Disk disk;
    private final MetadataFollower follower;
    private final List<Exception> failures = new ArrayList<>();
    private @Nullable FileMetadataLog log;

    MetadataLogNode(long seed, Disk disk) {
        this.disk = disk;
        simulation = new Simulation(seed);
        loops = new SimulatedLoops(simulation, "node", 1);
        ioPool = new SimulatedIoPool(simulation);
        loop = loops.all().get(0);
        follower = new MetadataFollower(loop, this);
    }

    void open(Path folder) throws IOException {
        FileMetadataLog opened = FileMetadataLog.open(new FileMetadataLog.Ports(disk, loop, ioPool), folder, "cluster");
        log = opened;
        loop.execute(() -> opened.follow(follower));
        simulation.runFor(LONG_MS);
    }

    FileMetadataLog log() {
        return Objects.requireNonNull(log);
    }

    ClusterImage image() {
        return follower.image();
    }

    List<Exception> failures() {
        return failures;
    }

    /** Appends at the end and waits; what becomes of it shows in the image. */
    void append(PersistedRecord... records) {
        beginAppend(records);
        simulation.runFor(LONG_MS);
    }

    void beginAppend(PersistedRecord... records) {
        long offset = image().position().endOffset();
        loop.execute(() -> log().append(offset, 1, List.of(records), outcome -> {}));
    }

    AppendOutcome appendAt(long offset, int epoch, PersistedRecord... records) {
        List<AppendOutcome> outcomes = new ArrayList<>();
        loop.execute(() -> log().append(offset, epoch, List.of(records), outcomes::add));
        simulation.runFor(LONG_MS);
        return outcomes.get(0);
    }

    void snapshot() {
        beginSnapshot();
        simulation.runFor(LONG_MS);
    }

    void beginSnapshot() {
        loop.execute(() -> log().snapshot(image()));
    }

    void runFor(int ms) {
        simulation.runFor(ms);
    }

    void stop() {
        loops.stop();
        ioPool.stop();
    }

    @Override
    public void onCaughtUp() {}

    @Override
    public void onFailed(Exception cause) {
        failures.add(cause);
    }
}
