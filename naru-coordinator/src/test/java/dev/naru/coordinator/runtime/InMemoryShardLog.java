package dev.naru.coordinator.runtime;

import dev.naru.common.runtime.EventLoop;
import dev.naru.protocol.ErrorCode;
import dev.naru.record.BatchView;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A shard's log in memory. It outlives its shards, as the partition does; what is appended is committed at once, or when a test
 * says so.
 *
 * <p>Threading: confined to the shard's loop.
 */
public final class InMemoryShardLog implements ShardLog {
    private static final int BATCH_SIZE_BYTES_MAX = 1 << 20;

    private final EventLoop loop;
    private final List<ByteBuffer> batches = new ArrayList<>();
    private @Nullable LongConsumer listener;
    private long endOffset;
    private long committedOffset;
    private boolean held;
    private ErrorCode refusal = ErrorCode.NONE;
    private ErrorCode appendRefusal = ErrorCode.NONE;

    public InMemoryShardLog(EventLoop loop) {
        this.loop = loop;
    }

    /** From now on what is appended stays uncommitted, until {@link #commit}. */
    public void holdBack() {
        held = true;
    }

    /** Commits everything, and from now on at once. */
    public void commit() {
        held = false;
        advance();
    }

    /** Refuses everything with this error, until told {@link ErrorCode#NONE}. */
    public void refuse(ErrorCode error) {
        refusal = error;
    }

    /** Refuses appends with this error, which the shard learns only when it tries. */
    public void refuseAppends(ErrorCode error) {
        appendRefusal = error;
    }

    /** Another log of the same content, which nobody else hears of. */
    public InMemoryShardLog copy() {
        InMemoryShardLog copy = new InMemoryShardLog(loop);
        copy.batches.addAll(batches);
        copy.endOffset = endOffset;
        copy.committedOffset = endOffset;
        return copy;
    }

    /** Loses what is not committed, as a failover may. */
    public void loseUncommitted() {
        while (endOffset > committedOffset) {
            ByteBuffer last = batches.remove(batches.size() - 1);
            endOffset = new BatchView().wrap(last, 0).baseOffset();
        }
    }

    @Override
    public ErrorCode refusal() {
        return refusal;
    }

    @Override
    public ErrorCode writeRefusal() {
        return ErrorCode.NONE;
    }

    @Override
    public long endOffset() {
        return endOffset;
    }

    @Override
    public long committedOffset() {
        return committedOffset;
    }

    @Override
    public int batchSizeBytesMax() {
        return BATCH_SIZE_BYTES_MAX;
    }

    @Override
    public ErrorCode append(ByteBuffer batch) {
        if (appendRefusal != ErrorCode.NONE) {
            return appendRefusal;
        }
        ByteBuffer copy =
                ByteBuffer.allocate(batch.remaining()).put(batch.duplicate()).flip();
        BatchView view = new BatchView().wrap(copy, 0);
        view.stampPlace(endOffset, 0);
        batches.add(copy);
        endOffset = view.nextOffset();
        if (!held) {
            loop.execute(this::advance);
        }
        return ErrorCode.NONE;
    }

    private void advance() {
        if (!held && committedOffset < endOffset) {
            committedOffset = endOffset;
            if (listener != null) {
                listener.accept(committedOffset);
            }
        }
    }

    @Override
    public void onCommitted(@Nullable LongConsumer newListener) {
        listener = newListener;
    }

    @Override
    public void readAll(Consumer<ByteBuffer> batch, Runnable done, Consumer<Throwable> failed) {
        batches.forEach(one -> batch.accept(one.duplicate()));
        loop.execute(done);
    }
}
