package dev.naru.metadata;

import dev.naru.common.Invariant;
import dev.naru.common.runtime.EventLoop;
import dev.naru.protocol.MessageReader;
import dev.naru.protocol.MetadataFrame;
import dev.naru.protocol.PersistedRecord;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A metadata log in memory, for tests and simulations. It works like the real one (records are encoded and decoded, calls
 * come back later), and fails when told to. {@link #reopened} is the same log after a restart.
 *
 * <p>Threading: confined to its loop.
 */
public final class InMemoryMetadataLog implements MetadataLog {
    private final EventLoop loop;
    private final String clusterId;
    private final List<Stored> batches;
    private @Nullable MetadataReader reader;
    private @Nullable Exception nextFailure;
    private int snapshotCount;
    private boolean snapshotIsDue;

    private record Stored(long baseOffset, int epoch, List<byte[]> frames) {
        MetadataBatch decoded() {
            List<PersistedRecord> records = new ArrayList<>();
            for (byte[] frame : frames) {
                records.add(MetadataFrame.decode(new MessageReader(ByteBuffer.wrap(frame))));
            }
            return new MetadataBatch(baseOffset, epoch, records);
        }
    }

    /** With nothing in it. */
    public InMemoryMetadataLog(EventLoop loop, String clusterId) {
        this(loop, clusterId, new ArrayList<>());
    }

    private InMemoryMetadataLog(EventLoop loop, String clusterId, List<Stored> batches) {
        this.loop = loop;
        this.clusterId = clusterId;
        this.batches = batches;
    }

    /** The same contents, opened anew. */
    public InMemoryMetadataLog reopened(EventLoop onLoop) {
        return new InMemoryMetadataLog(onLoop, clusterId, batches);
    }

    /** Lets the next append fail. Nothing of it is stored. */
    public void failNextAppend(Exception cause) {
        nextFailure = cause;
    }

    /** Stores a batch as if another controller had written it; its reader is told. */
    public void appendFromElsewhere(int epoch, List<PersistedRecord> records) {
        store(epoch, records);
    }

    /** Says that a snapshot is due until one was taken. */
    public void letSnapshotBeDue() {
        snapshotIsDue = true;
    }

    /** How many snapshots were taken. */
    public int snapshotCount() {
        return snapshotCount;
    }

    /** All batches. */
    public List<MetadataBatch> batches() {
        return batches.stream().map(Stored::decoded).toList();
    }

    @Override
    public String clusterId() {
        return clusterId;
    }

    @Override
    public void follow(MetadataReader newReader) {
        Invariant.check(reader == null, "a metadata log has one reader");
        reader = newReader;
        loop.execute(() -> {
            batches().forEach(newReader::onBatch);
            newReader.onCaughtUp();
        });
    }

    @Override
    public void append(long expectedOffset, int epoch, List<PersistedRecord> records, Consumer<AppendOutcome> done) {
        loop.checkCurrent();
        loop.execute(() -> done.accept(append(expectedOffset, epoch, records)));
    }

    private AppendOutcome append(long expectedOffset, int epoch, List<PersistedRecord> records) {
        Exception failure = nextFailure;
        nextFailure = null;
        if (failure != null) {
            return new AppendOutcome.Failed(failure);
        }
        LogPosition end = end();
        if (expectedOffset != end.endOffset() || epoch < end.epoch()) {
            return new AppendOutcome.Conflict(end);
        }
        return new AppendOutcome.Appended(store(epoch, records));
    }

    private LogPosition store(int epoch, List<PersistedRecord> records) {
        List<byte[]> frames = records.stream()
                .map(record -> MetadataFrame.encode(record, record.highestVersion()))
                .toList();
        Stored stored = new Stored(end().endOffset(), epoch, frames);
        batches.add(stored);
        if (reader != null) {
            reader.onBatch(stored.decoded());
        }
        return end();
    }

    @Override
    public boolean isSnapshotDue() {
        return snapshotIsDue;
    }

    @Override
    public void snapshot(ClusterImage image) {
        Invariant.check(image.position().equals(end()), "a snapshot is of the whole log");
        snapshotCount++;
        snapshotIsDue = false;
    }

    private LogPosition end() {
        if (batches.isEmpty()) {
            return LogPosition.START;
        }
        Stored last = batches.get(batches.size() - 1);
        return new LogPosition(last.baseOffset + last.frames.size(), last.epoch);
    }
}
