package dev.naru.client.consumer;

import dev.naru.client.ClientException;
import dev.naru.client.RecordBody;
import dev.naru.common.TopicPartition;
import dev.naru.record.BatchView;
import dev.naru.record.Batches;
import dev.naru.record.CorruptBatchException;
import dev.naru.record.EndTransactionMarker;
import dev.naru.record.Header;
import dev.naru.record.RecordReader;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one fetch brought of one partition: whole batches, decoded one after the other when records are polled. Control
 * batches, aborted transactions and records before the position are passed over.
 *
 * <p>Threading: confined to the client's loop.
 */
final class FetchedChunk implements AutoCloseable {
    private final TopicPartition partition;
    private final int sizeBytes;
    private final Batches batches;
    private final AbortedTransactions aborted;
    private final RecordReader reader = new RecordReader();
    private final long firstOffset;
    private boolean inBatch;
    private long nextOffset;
    private int leaderEpoch;

    /**
     * @param records batches; the last may be cut off
     * @param offset the offset that was asked for
     */
    FetchedChunk(
            TopicPartition partition, ByteBuffer records, AbortedTransactions aborted, long offset, int leaderEpoch) {
        this.partition = partition;
        this.sizeBytes = records.remaining();
        this.batches = new Batches(records);
        this.aborted = aborted;
        this.firstOffset = offset;
        this.nextOffset = offset;
        this.leaderEpoch = leaderEpoch;
    }

    int sizeBytes() {
        return sizeBytes;
    }

    /** The offset behind the last record that was returned or passed over. */
    long nextOffset() {
        return nextOffset;
    }

    /** Epoch of the leader that wrote the record before {@link #nextOffset}, -1 if not known. */
    int leaderEpoch() {
        return leaderEpoch;
    }

    /**
     * The next record, or null if there is no more in here.
     *
     * @throws ClientException if a batch is damaged
     */
    @Nullable
    ConsumedRecord next() {
        try {
            while (inBatch || nextBatch()) {
                while (reader.next()) {
                    if (reader.offset() >= nextOffset) {
                        nextOffset = reader.offset() + 1;
                        return record();
                    }
                }
                // Compaction may have taken the last records of a batch, but not the offsets.
                inBatch = false;
                nextOffset = Math.max(nextOffset, batches.batch().nextOffset());
            }
            return null;
        } catch (CorruptBatchException e) {
            throw new ClientException(
                    "partition " + partition + " has a damaged batch at offset " + nextOffset + ": " + e.getMessage(),
                    e);
        }
    }

    @Override
    public void close() {
        reader.close();
    }

    /** Moves to the next batch with records to return. */
    private boolean nextBatch() throws CorruptBatchException {
        while (batches.next()) {
            BatchView batch = batches.batch();
            if (!batch.isCrcValid()) {
                throw new ClientException("partition " + partition + " has a damaged batch at offset "
                        + batch.baseOffset() + ": its checksum is wrong");
            }
            leaderEpoch = batch.leaderEpoch();
            // Asked of control batches as well: the chunk may begin with the marker that ends what the list has begun.
            boolean covered = aborted.covers(batch);
            boolean hidden = batch.isControl() || covered;
            if (batch.isControl()) {
                onControl(batch);
            }
            if (!hidden && batch.lastOffset() >= nextOffset) {
                reader.open(batch);
                inBatch = true;
                return true;
            }
            nextOffset = Math.max(nextOffset, batch.nextOffset());
        }
        if (batches.tail() == Batches.Tail.BROKEN || (batches.wholeBytes() == 0 && sizeBytes > 0)) {
            throw new ClientException(
                    "partition " + partition + " has something at offset " + firstOffset + " that is not a batch");
        }
        return false;
    }

    private void onControl(BatchView batch) throws CorruptBatchException {
        reader.open(batch);
        if (reader.next()) {
            EndTransactionMarker marker = EndTransactionMarker.read(reader.key(), reader.value());
            if (marker != null && !marker.isCommit()) {
                aborted.onAbortMarker(batch.producerId());
            }
        }
    }

    private ConsumedRecord record() {
        List<Header> headers =
                reader.headers().stream().map(FetchedChunk::detached).toList();
        return new ConsumedRecord(
                partition.topic(),
                partition.partition(),
                reader.offset(),
                reader.timestamp(),
                batches.batch().timestampType(),
                new RecordBody(bytes(reader.key()), bytes(reader.value()), headers));
    }

    /** A header that stays valid when the reader moves on. */
    private static Header detached(Header header) {
        byte[] value = bytes(header.value());
        return new Header(header.key(), value == null ? null : ByteBuffer.wrap(value));
    }

    private static byte @Nullable [] bytes(@Nullable ByteBuffer buffer) {
        if (buffer == null) {
            return null;
        }
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(buffer.position(), bytes);
        return bytes;
    }
}
