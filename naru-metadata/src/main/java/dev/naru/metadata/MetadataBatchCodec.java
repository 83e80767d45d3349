package dev.naru.metadata;

import dev.naru.protocol.MalformedMessageException;
import dev.naru.protocol.MessageReader;
import dev.naru.protocol.MetadataFrame;
import dev.naru.protocol.PersistedRecord;
import dev.naru.protocol.UnsupportedVersionException;
import dev.naru.record.BatchBuilder;
import dev.naru.record.BatchView;
import dev.naru.record.Compression;
import dev.naru.record.CorruptBatchException;
import dev.naru.record.RecordReader;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Turns metadata records into a record batch and back. Each record is the value of a record of the batch: frame version,
 * type and record version as varints, then the record's own fields. The leader epoch of the batch is the controller's.
 *
 * <p>Threading: stateless.
 */
final class MetadataBatchCodec {
    private MetadataBatchCodec() {}

    /** The batch in memory of its own. */
    static ByteBuffer encode(MetadataBatch batch, long timestampMs) {
        try (BatchBuilder builder = new BatchBuilder(Compression.NONE, MetadataLog.BATCH_SIZE_BYTES_MAX)) {
            builder.reset().baseOffset(batch.baseOffset()).leaderEpoch(batch.epoch());
            for (PersistedRecord record : batch.records()) {
                ByteBuffer value = ByteBuffer.wrap(MetadataFrame.encode(record, record.highestVersion()));
                if (!builder.tryAppend(timestampMs, null, value, List.of())) {
                    throw new MetadataException("a batch of metadata grew past " + MetadataLog.BATCH_SIZE_BYTES_MAX
                            + " bytes; more was decided at once than can be written");
                }
            }
            return builder.build();
        }
    }

    /**
     * Reads a batch whose checksum is right.
     *
     * @throws MetadataException if its records are not metadata that this version knows
     */
    static MetadataBatch decode(BatchView batch) {
        List<PersistedRecord> records = new ArrayList<>();
        try (RecordReader reader = new RecordReader(MetadataLog.BATCH_SIZE_BYTES_MAX)) {
            for (reader.open(batch); reader.next(); ) {
                ByteBuffer value = reader.value();
                if (value == null) {
                    throw new MetadataException("the metadata record at offset " + reader.offset() + " has no value");
                }
                records.add(MetadataFrame.decode(new MessageReader(value)));
            }
        } catch (CorruptBatchException | MalformedMessageException e) {
            throw new MetadataException(
                    "the metadata batch at offset " + batch.baseOffset() + " cannot be read: " + e.getMessage(), e);
        } catch (UnsupportedVersionException e) {
            throw new MetadataException(
                    "the metadata batch at offset " + batch.baseOffset()
                            + " was written by a version of Naru that is newer than this one: " + e.getMessage(),
                    e);
        }
        if (records.size() != batch.lastOffsetDelta() + 1) {
            throw new MetadataException("the metadata batch at offset " + batch.baseOffset() + " lacks records");
        }
        return new MetadataBatch(batch.baseOffset(), batch.leaderEpoch(), records);
    }
}
