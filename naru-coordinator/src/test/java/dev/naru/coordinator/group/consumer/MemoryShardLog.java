package dev.naru.coordinator.group.consumer;

import dev.naru.common.runtime.EventLoop;
import dev.naru.coordinator.runtime.CoordinatorRecord;
import dev.naru.coordinator.runtime.ProducerIdentity;
import dev.naru.coordinator.runtime.RecordOrigin;
import dev.naru.coordinator.runtime.ShardLog;
import dev.naru.coordinator.runtime.TypedRecordSerde;
import dev.naru.protocol.ErrorCode;
import dev.naru.record.BatchView;
import dev.naru.record.RecordReader;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** A log in memory in which everything is committed at once. Threading: confined to the test. */
final class MemoryShardLog implements ShardLog {
    private final EventLoop loop;
    private final List<ByteBuffer> batches = new ArrayList<>();
    private long endOffset;
    private ErrorCode writeRefusal = ErrorCode.NONE;

    MemoryShardLog(EventLoop loop) {
        this.loop = loop;
    }

    /** From now on nothing can be written for this reason. */
    void refuseWrites(ErrorCode reason) {
        writeRefusal = reason;
    }

    /** Hears of every record that was appended, in order. */
    interface Visitor {
        void visit(RecordOrigin origin, CoordinatorRecord record);
    }

    void forEach(Visitor visitor) {
        BatchView view = new BatchView();
        try (RecordReader records = new RecordReader()) {
            for (ByteBuffer bytes : batches) {
                view.wrap(bytes.duplicate(), 0);
                records.open(view);
                while (records.next()) {
                    CoordinatorRecord record =
                            TypedRecordSerde.GROUPS.read(Objects.requireNonNull(records.key()), records.value());
                    visitor.visit(
                            new RecordOrigin(records.offset(), records.timestamp(), ProducerIdentity.NONE),
                            Objects.requireNonNull(record));
                }
            }
        }
    }

    @Override
    public ErrorCode refusal() {
        return ErrorCode.NONE;
    }

    @Override
    public ErrorCode writeRefusal() {
        return writeRefusal;
    }

    @Override
    public long endOffset() {
        return endOffset;
    }

    @Override
    public long committedOffset() {
        return endOffset;
    }

    @Override
    public int batchSizeBytesMax() {
        return 1 << 20;
    }

    @Override
    public ErrorCode append(ByteBuffer batch) {
        ByteBuffer copy =
                ByteBuffer.allocate(batch.remaining()).put(batch.duplicate()).flip();
        copy.putLong(0, endOffset);
        BatchView view = new BatchView();
        view.wrap(copy, 0);
        endOffset += view.recordCount();
        batches.add(copy);
        return ErrorCode.NONE;
    }

    @Override
    public void onCommitted(@Nullable LongConsumer listener) {}

    @Override
    public void readAll(Consumer<ByteBuffer> batch, Runnable done, Consumer<Throwable> failed) {
        List.copyOf(batches).forEach(bytes -> batch.accept(bytes.duplicate()));
        loop.execute(done);
    }
}
