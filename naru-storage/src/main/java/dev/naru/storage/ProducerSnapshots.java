package dev.naru.storage;

import dev.naru.common.file.Disk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The snapshot files in a partition's folder. One is written whenever a segment is begun and at a clean stop. They are
 * not forced: a torn one does not pass its checksum, and the state is then replayed from an older one.
 *
 * <p>Threading: confined to the log's owner.
 */
final class ProducerSnapshots {
    private static final Logger LOG = LoggerFactory.getLogger(ProducerSnapshots.class);

    private final Disk disk;
    private final LogFolder folder;

    ProducerSnapshots(Disk disk, LogFolder folder) {
        this.disk = disk;
        this.folder = folder;
    }

    /** Writes the state before {@code offset}. */
    void write(long offset, ProducerStates producers) throws IOException {
        ByteBuffer content = ByteBuffer.wrap(ProducerSnapshot.encode(producers.all()));
        WholeFile.write(disk, folder.file(FileKind.SNAPSHOT, offset), content, false);
    }

    /** The offset of the newest undamaged snapshot at or below {@code offset}, whose state is now in {@code producers}; or -1. */
    long restoreNewest(List<Long> offsets, long offset, ProducerStates producers, long nowMs) throws IOException {
        for (int i = offsets.size() - 1; i >= 0; i--) {
            long candidate = offsets.get(i);
            if (candidate <= offset) {
                List<ProducerState> state = read(candidate);
                if (state != null) {
                    producers.restore(state, nowMs);
                    return candidate;
                }
            }
        }
        producers.clear();
        return -1;
    }

    private @Nullable List<ProducerState> read(long offset) throws IOException {
        Path path = folder.file(FileKind.SNAPSHOT, offset);
        List<ProducerState> state = ProducerSnapshot.decode(WholeFile.read(disk, path));
        if (state == null) {
            LOG.warn("producer snapshot damaged, using an older one: file={}", path);
        }
        return state;
    }

    void delete(long offset) throws IOException {
        disk.deleteIfExists(folder.file(FileKind.SNAPSHOT, offset));
    }
}
