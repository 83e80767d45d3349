package dev.naru.storage;

import dev.naru.common.TopicPartition;
import dev.naru.common.file.Disk;
import dev.naru.storage.CheckpointText.MalformedCheckpointException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One offset for each partition of a log directory: {@code recovery-point-offset-checkpoint} and {@code
 * log-start-offset-checkpoint}. A line is {@code topic partition offset}.
 *
 * <p>Threading: blocks; one caller at a time.
 */
final class OffsetCheckpoint {
    static final String RECOVERY_POINTS = "recovery-point-offset-checkpoint";
    static final String LOG_START_OFFSETS = "log-start-offset-checkpoint";

    private static final Logger LOG = LoggerFactory.getLogger(OffsetCheckpoint.class);

    private final Disk disk;
    private final Path path;

    OffsetCheckpoint(Disk disk, Path path) {
        this.disk = disk;
        this.path = path;
    }

    /**
     * The offsets; empty if there is no file. An unreadable one counts as empty too: recovery then reads whole logs, which
     * costs time and no data.
     */
    Map<TopicPartition, Long> read() throws IOException {
        Map<TopicPartition, Long> offsets = new HashMap<>();
        if (!disk.exists(path)) {
            return offsets;
        }
        try {
            for (String[] fields : CheckpointText.decode(WholeFile.read(disk, path), 3)) {
                int partition = Math.toIntExact(CheckpointText.number(fields[1]));
                long offset = CheckpointText.number(fields[2]);
                if (offset < 0) {
                    throw new MalformedCheckpointException("an offset is negative");
                }
                offsets.put(new TopicPartition(fields[0], partition), offset);
            }
            return offsets;
        } catch (MalformedCheckpointException | ArithmeticException e) {
            LOG.warn("checkpoint ignored, its logs are read whole: file={} reason={}", path, e.getMessage());
            return new HashMap<>();
        }
    }

    /** Replaces it, durably. */
    void write(Map<TopicPartition, Long> offsets) throws IOException {
        List<String> lines = new ArrayList<>(offsets.size());
        offsets.forEach(
                (partition, offset) -> lines.add(partition.topic() + " " + partition.partition() + " " + offset));
        WholeFile.replace(disk, path, ByteBuffer.wrap(CheckpointText.encode(lines)), true);
    }
}
