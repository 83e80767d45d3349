package dev.naru.coordinator.runtime;

import dev.naru.record.BatchView;
import dev.naru.record.EndTransactionMarker;
import dev.naru.record.RecordReader;
import java.nio.ByteBuffer;

/**
 * Replays a shard's log into its state, one batch after the other.
 *
 * <p>Threading: confined to the thread that loads.
 */
final class ShardLoader implements AutoCloseable {
    private final RecordSerde serde;
    private final ShardState state;
    private final BatchView batch = new BatchView();
    private final RecordReader records = new RecordReader();
    private long recordCount;

    ShardLoader(RecordSerde serde, ShardState state) {
        this.serde = serde;
        this.state = state;
    }

    /** How many records have been replayed so far. */
    long recordCount() {
        return recordCount;
    }

    /** Replays one whole batch. */
    void replay(ByteBuffer bytes) {
        batch.wrap(bytes, bytes.position());
        records.open(batch);
        while (records.next()) {
            recordCount++;
            if (batch.isControl()) {
                replayMarker();
            } else {
                replayRecord();
            }
        }
    }

    private void replayMarker() {
        EndTransactionMarker marker = EndTransactionMarker.read(records.key(), records.value());
        if (marker != null) {
            TransactionEnd end = new TransactionEnd(
                    new ProducerIdentity(batch.producerId(), batch.producerEpoch()),
                    marker.coordinatorEpoch(),
                    marker.isCommit());
            state.replayEnd(records.offset(), end);
        }
    }

    private void replayRecord() {
        ByteBuffer key = records.key();
        CoordinatorRecord record = key == null ? null : serde.read(key, records.value());
        if (record != null) {
            ProducerIdentity producer = batch.isTransactional()
                    ? new ProducerIdentity(batch.producerId(), batch.producerEpoch())
                    : ProducerIdentity.NONE;
            state.replay(new RecordOrigin(records.offset(), records.timestamp(), producer), record);
        }
    }

    @Override
    public void close() {
        records.close();
    }
}
