package dev.naru.broker.coordinator;

import dev.naru.common.Payload;
import dev.naru.common.runtime.IoPool;
import dev.naru.coordinator.runtime.ShardLog;
import dev.naru.protocol.ErrorCode;
import dev.naru.record.Batches;
import dev.naru.replication.Partition;
import dev.naru.replication.ReadBound;
import dev.naru.replication.ReadOutcome;
import dev.naru.replication.ReadRequest;
import dev.naru.replication.Refusal;
import dev.naru.replication.WriteOutcome;
import dev.naru.storage.AppendOutcome;
import dev.naru.storage.AppendTerms;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A partition of an internal topic as its shard sees it, for as long as this broker leads it in one epoch. When the epoch is
 * over it refuses everything, so a shard that has not heard of it yet cannot do harm.
 *
 * <p>Threading: confined to the partition's loop.
 */
final class PartitionShardLog implements ShardLog {
    private static final int READ_BYTES_MAX = 4 << 20;
    private static final int NO_EPOCH = -1;

    private final Partition partition;
    private final int leaderEpoch;
    private final IoPool ioPool;
    private @Nullable LongConsumer committed;
    /** A wait for the high watermark is under way. */
    private boolean awaiting;

    PartitionShardLog(Partition partition, int leaderEpoch, IoPool ioPool) {
        this.partition = partition;
        this.leaderEpoch = leaderEpoch;
        this.ioPool = ioPool;
    }

    @Override
    public ErrorCode refusal() {
        Refusal refusal = partition.refusal(leaderEpoch);
        return refusal == null ? ErrorCode.NONE : error(refusal);
    }

    @Override
    public ErrorCode writeRefusal() {
        return partition.hasEnoughInSync() ? ErrorCode.NONE : ErrorCode.COORDINATOR_NOT_AVAILABLE;
    }

    @Override
    public long endOffset() {
        return partition.log().logEndOffset();
    }

    @Override
    public long committedOffset() {
        return partition.highWatermark();
    }

    @Override
    public int batchSizeBytesMax() {
        return partition.config().batches().batchSizeBytesMax();
    }

    @Override
    public ErrorCode append(ByteBuffer batch) {
        return append(batch, AppendTerms.COORDINATOR);
    }

    @Override
    public ErrorCode appendMarker(ByteBuffer marker, boolean ofNewEpoch) {
        return append(marker, ofNewEpoch ? AppendTerms.MARKER_OF_NEW_EPOCH : AppendTerms.COORDINATOR);
    }

    private ErrorCode append(ByteBuffer batch, AppendTerms terms) {
        ErrorCode refusal = refusal();
        if (refusal != ErrorCode.NONE) {
            return refusal;
        }
        WriteOutcome outcome = partition.append(batch, terms, true);
        if (outcome instanceof WriteOutcome.Refused refused) {
            return error(refused.reason());
        }
        AppendOutcome logged = ((WriteOutcome.Logged) outcome).outcome();
        if (logged instanceof AppendOutcome.Appended) {
            awaitCommitted();
            return ErrorCode.NONE;
        }
        return error(logged);
    }

    @Override
    public void onCommitted(@Nullable LongConsumer listener) {
        committed = listener;
        awaitCommitted();
    }

    private void awaitCommitted() {
        if (committed == null || awaiting || refusal() != ErrorCode.NONE) {
            return;
        }
        awaiting = partition.awaitReplicated(
                endOffset() - 1, refusal -> partition.loop().execute(this::onAwaited));
    }

    private void onAwaited() {
        awaiting = false;
        LongConsumer listener = committed;
        if (listener != null && refusal() == ErrorCode.NONE) {
            listener.accept(committedOffset());
            awaitCommitted();
        }
    }

    @Override
    public void readAll(Consumer<ByteBuffer> batch, Runnable done, Consumer<Throwable> failed) {
        readFrom(partition.log().logStartOffset(), batch, done, failed);
    }

    private void readFrom(long offset, Consumer<ByteBuffer> batch, Runnable done, Consumer<Throwable> failed) {
        if (offset >= endOffset()) {
            partition.loop().execute(done);
            return;
        }
        ReadOutcome outcome =
                partition.read(new ReadRequest(offset, leaderEpoch, NO_EPOCH, READ_BYTES_MAX, true, ReadBound.LOG_END));
        if (!(outcome instanceof ReadOutcome.Fetched fetched)) {
            if (refusal() == ErrorCode.NOT_COORDINATOR) {
                return; // Another term has begun while this one was being loaded, and has a shard of its own.
            }
            partition
                    .loop()
                    .execute(() -> failed.accept(
                            new IOException("cannot read " + partition + " at offset " + offset + ": " + outcome)));
            return;
        }
        ioPool.submit(
                () -> deliver(fetched.records(), offset, batch),
                partition.loop(),
                next -> readFrom(next, batch, done, failed),
                failed);
    }

    /** Hands over the whole batches and says where to read on; what is cut off at the end comes again. */
    private static long deliver(Payload records, long offset, Consumer<ByteBuffer> batch) throws IOException {
        long next = offset;
        try {
            ByteBuffer bytes = records.toBuffer();
            Batches batches = new Batches(bytes);
            int start = bytes.position();
            while (batches.next()) {
                int end = bytes.position() + batches.wholeBytes();
                if (!batches.batch().isCrcValid()) {
                    throw new IOException("batch at offset " + batches.batch().baseOffset() + " is damaged");
                }
                next = batches.batch().lastOffset() + 1;
                batch.accept(bytes.slice(start, end - start));
                start = end;
            }
        } finally {
            records.release();
        }
        if (next == offset) {
            throw new IOException("no whole batch at offset " + offset);
        }
        return next;
    }

    private static ErrorCode error(Refusal refusal) {
        return switch (refusal) {
            case NOT_HOSTED, NOT_LEADER, FENCED_LEADER_EPOCH, UNKNOWN_LEADER_EPOCH, STORAGE_FAILED ->
                ErrorCode.NOT_COORDINATOR;
            case NOT_ENOUGH_REPLICAS, NOT_ENOUGH_REPLICAS_AFTER_APPEND, OFFSET_OUT_OF_RANGE ->
                ErrorCode.COORDINATOR_NOT_AVAILABLE;
            case DELETION_NOT_ALLOWED, DATA_DAMAGED -> ErrorCode.COORDINATOR_NOT_AVAILABLE;
        };
    }

    private static ErrorCode error(AppendOutcome outcome) {
        if (outcome instanceof AppendOutcome.InvalidProducerEpoch) {
            return ErrorCode.INVALID_PRODUCER_EPOCH;
        }
        if (outcome instanceof AppendOutcome.CoordinatorFenced) {
            return ErrorCode.TRANSACTION_COORDINATOR_FENCED;
        }
        return ErrorCode.UNKNOWN_SERVER_ERROR;
    }
}
