package dev.naru.tests.simulation.world;

import dev.naru.common.file.Disk;
import dev.naru.common.file.DiskFile;
import dev.naru.record.BatchView;
import dev.naru.record.Batches;
import dev.naru.record.CorruptBatchException;
import dev.naru.record.RecordReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * The records of one partition as its segment files hold them, up to the first thing that is not a whole, valid, next batch.
 * It is read with the record module alone, so that storage is not asked about itself.
 *
 * <p>Threading: confined to the simulation's thread.
 */
final class StoredLog {
    /** A partition of which there is nothing. */
    static final StoredLog EMPTY = new StoredLog();

    private final NavigableMap<Long, String> values = new TreeMap<>();
    private long endOffset;
    private String damage = "";

    /** Reads the segments in {@code folder}. */
    static StoredLog read(Disk disk, Path folder) throws IOException {
        StoredLog log = new StoredLog();
        List<Path> segments = disk.list(folder).stream()
                .filter(path -> path.toString().endsWith(".log"))
                .sorted()
                .toList();
        boolean first = true;
        for (Path segment : segments) {
            String name = segment.getFileName().toString();
            long baseOffset = Long.parseLong(name.substring(0, name.length() - ".log".length()));
            if (first) {
                log.endOffset = baseOffset;
            } else if (baseOffset != log.endOffset) {
                log.damage = "segment " + name + " begins behind offset " + log.endOffset;
            }
            first = false;
            if (log.damage.isEmpty()) {
                log.readSegment(name, content(disk, segment));
            }
        }
        return log;
    }

    private void readSegment(String name, ByteBuffer content) {
        Batches batches = new Batches(content);
        try (RecordReader reader = new RecordReader()) {
            while (batches.next()) {
                BatchView batch = batches.batch();
                if (!batch.isCrcValid() || batch.baseOffset() != endOffset) {
                    damage = name + ": not a valid next batch at offset " + endOffset + ": " + batch;
                    return;
                }
                reader.open(batch);
                while (reader.next()) {
                    values.put(reader.offset(), text(reader.value()));
                }
                endOffset = batch.nextOffset();
            }
        } catch (CorruptBatchException e) {
            damage = name + ": " + e.getMessage();
            return;
        }
        if (batches.tail() != Batches.Tail.END) {
            damage = name + ": something after offset " + endOffset + " is not a batch";
        }
    }

    /** Every record by its offset. */
    NavigableMap<Long, String> values() {
        return values;
    }

    /** The offset behind the last record. */
    long endOffset() {
        return endOffset;
    }

    /** What is wrong behind the end offset, or empty. */
    String damage() {
        return damage;
    }

    static ByteBuffer content(Disk disk, Path path) throws IOException {
        try (DiskFile file = disk.open(path)) {
            ByteBuffer content = ByteBuffer.allocate(Math.toIntExact(file.sizeBytes()));
            while (content.hasRemaining() && file.read(content, content.position()) > 0) {
                // A read may bring less than was asked for.
            }
            return content.flip();
        }
    }

    private static String text(ByteBuffer value) {
        return StandardCharsets.UTF_8.decode(value.duplicate()).toString();
    }
}
