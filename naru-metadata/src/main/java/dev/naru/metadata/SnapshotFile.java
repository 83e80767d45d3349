package dev.naru.metadata;

import dev.naru.common.file.Disk;
import dev.naru.common.file.DiskFile;
import dev.naru.protocol.MessageParts;
import dev.naru.protocol.MetadataFrame;
import dev.naru.protocol.PersistedRecord;
import dev.naru.protocol.message.SnapshotFooterRecord;
import dev.naru.protocol.message.SnapshotHeaderRecord;
import dev.naru.record.BatchBuilder;
import dev.naru.record.BatchView;
import dev.naru.record.Compression;
import dev.naru.record.RecordReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A snapshot on disk: batches as in the log, between a control batch that says it begins and one that says it is complete.
 * It is written under another name, forced, and then renamed, so a file of the right name is a whole snapshot or a damaged
 * disk.
 *
 * <p>Threading: stateless; blocks.
 */
final class SnapshotFile {
    private static final int BATCH_SIZE_BYTES = 256 << 10;
    private static final short HEADER_TYPE = 3;
    private static final short FOOTER_TYPE = 4;
    private static final short CONTROL_VERSION = 0;

    private SnapshotFile() {}

    /** Writes a snapshot; when this returns it is durable. */
    static void write(Disk disk, Path directory, ClusterImage image, long timestampMs) throws IOException {
        Path path = directory.resolve(MetadataFileName.ofSnapshot(image.position()));
        Path unfinished = path.resolveSibling(path.getFileName() + MetadataFileName.UNFINISHED);
        disk.deleteIfExists(unfinished);
        try (DiskFile file = disk.openOrCreate(unfinished);
                Writer writer = new Writer(file, image.position().epoch(), timestampMs)) {
            writer.control(
                    HEADER_TYPE,
                    MessageParts.bytes(
                            new SnapshotHeaderRecord().lastContainedLogTimestamp(timestampMs), CONTROL_VERSION));
            List<PersistedRecord> records = new ArrayList<>();
            ImageRecords.write(image, records::add);
            for (PersistedRecord record : records) {
                writer.data(record);
            }
            writer.flush();
            writer.control(FOOTER_TYPE, MessageParts.bytes(new SnapshotFooterRecord(), CONTROL_VERSION));
            file.force();
        }
        disk.rename(unfinished, path);
        disk.forceDirectory(directory);
    }

    /**
     * Reads a snapshot.
     *
     * @throws MetadataException if it is not whole
     */
    static List<PersistedRecord> read(Disk disk, Path path) throws IOException {
        List<PersistedRecord> records = new ArrayList<>();
        try (DiskFile file = disk.open(path)) {
            MetadataFileReader reader = new MetadataFileReader(file);
            short lastControlType = -1;
            for (BatchView batch = reader.next(); batch != null; batch = reader.next()) {
                if (batch.isControl()) {
                    lastControlType = controlTypeOf(batch);
                } else {
                    records.addAll(MetadataBatchCodec.decode(batch).records());
                }
            }
            if (!reader.isAtEnd() || lastControlType != FOOTER_TYPE) {
                throw new MetadataException("the metadata snapshot " + path + " is damaged after "
                        + reader.endPosition() + " bytes; restore it from a backup");
            }
        }
        return records;
    }

    private static short controlTypeOf(BatchView batch) {
        try (RecordReader reader = new RecordReader(MetadataLog.BATCH_SIZE_BYTES_MAX)) {
            reader.open(batch);
            ByteBuffer key = reader.next() ? reader.key() : null;
            return key == null || key.remaining() < Short.BYTES * 2 ? -1 : key.getShort(key.position() + Short.BYTES);
        }
    }

    /** Fills batches and writes each when it is full. */
    private static final class Writer implements AutoCloseable {
        private final DiskFile file;
        private final int epoch;
        private final long timestampMs;
        private final BatchBuilder builder = new BatchBuilder(Compression.NONE, BATCH_SIZE_BYTES);
        private long position;
        private long nextOffset;

        Writer(DiskFile file, int epoch, long timestampMs) {
            this.file = file;
            this.epoch = epoch;
            this.timestampMs = timestampMs;
            begin();
        }

        private void begin() {
            builder.reset().baseOffset(nextOffset).leaderEpoch(epoch);
        }

        void data(PersistedRecord record) throws IOException {
            ByteBuffer value = ByteBuffer.wrap(MetadataFrame.encode(record, record.highestVersion()));
            if (!builder.tryAppend(timestampMs, null, value, List.of())) {
                flush();
                builder.append(timestampMs, null, value, List.of());
            }
        }

        void control(short type, byte[] value) throws IOException {
            ByteBuffer key = ByteBuffer.allocate(Short.BYTES * 2)
                    .putShort(CONTROL_VERSION)
                    .putShort(type)
                    .flip();
            builder.control(true);
            builder.append(timestampMs, key, ByteBuffer.wrap(value), List.of());
            flush();
        }

        void flush() throws IOException {
            if (builder.recordCount() > 0) {
                nextOffset += builder.recordCount();
                ByteBuffer batch = builder.build();
                int sizeBytes = batch.remaining();
                file.write(batch, position);
                position += sizeBytes;
                begin();
            }
        }

        @Override
        public void close() {
            builder.close();
        }
    }
}
