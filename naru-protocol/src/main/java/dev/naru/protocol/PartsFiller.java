package dev.naru.protocol;

import dev.naru.common.BufferPayload;
import dev.naru.common.Payload;
import dev.naru.common.Uuid;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The second pass: fills one buffer of exactly the size that the {@link SizeCounter} found. Where record data stands in
 * the message, the buffer is cut: the stretch before, the payload itself, the next stretch.
 *
 * <p>Threading: confined to whoever encodes.
 */
final class PartsFiller implements MessageWriter {
    private final ByteBuffer buffer;
    private final SizeLedger ledger;
    private final List<Payload> parts;
    private int stretchStart;
    private int stretchEnd;

    PartsFiller(SizeCounter counter) {
        this.buffer = ByteBuffer.allocate(counter.finish());
        this.ledger = counter.ledger();
        this.parts = new ArrayList<>(counter.payloadCount() * 2 + 1);
        this.stretchEnd = ledger.next();
    }

    /** Ends the message; returns its parts in order. */
    List<Payload> finish() {
        closeStretch();
        if (buffer.hasRemaining() || !ledger.isUsedUp()) {
            throw new IllegalStateException("a message changed between counting and writing");
        }
        return parts;
    }

    private void closeStretch() {
        if (buffer.position() != stretchEnd) {
            throw new IllegalStateException("a message changed between counting and writing");
        }
        if (stretchEnd > stretchStart) {
            parts.add(new BufferPayload(buffer.slice(stretchStart, stretchEnd - stretchStart)));
        }
    }

    @Override
    public void bool(boolean value) {
        buffer.put(value ? (byte) 1 : (byte) 0);
    }

    @Override
    public void int8(byte value) {
        buffer.put(value);
    }

    @Override
    public void int16(short value) {
        buffer.putShort(value);
    }

    @Override
    public void uint16(int value) {
        buffer.putShort((short) value);
    }

    @Override
    public void int32(int value) {
        buffer.putInt(value);
    }

    @Override
    public void uint32(long value) {
        buffer.putInt((int) value);
    }

    @Override
    public void int64(long value) {
        buffer.putLong(value);
    }

    @Override
    public void float64(double value) {
        buffer.putDouble(value);
    }

    @Override
    public void uuid(Uuid value) {
        buffer.putLong(value.mostSignificantBits());
        buffer.putLong(value.leastSignificantBits());
    }

    @Override
    public void unsignedVarint(int value) {
        Varints.put(buffer, value);
    }

    @Override
    public void nullableString(@Nullable String value, boolean flexible) {
        int size = value == null ? -1 : ledger.next();
        if (flexible) {
            unsignedVarint(size + 1);
        } else {
            int16((short) size);
        }
        if (value != null) {
            Utf8.put(buffer, value, size);
        }
    }

    @Override
    public void nullableBytes(byte @Nullable [] value, boolean flexible) {
        length(value == null ? -1 : value.length, flexible);
        if (value != null) {
            buffer.put(value);
        }
    }

    @Override
    public void nullableRecords(@Nullable Payload value, boolean flexible) {
        length(value == null ? -1 : value.sizeBytes(), flexible);
        if (value == null) {
            return;
        }
        closeStretch();
        parts.add(value);
        stretchStart = stretchEnd;
        stretchEnd += ledger.next();
    }

    @Override
    public void nullableArraySize(@Nullable List<?> list, boolean flexible) {
        length(list == null ? -1 : list.size(), flexible);
    }

    @Override
    public void beginTag(int tag) {
        unsignedVarint(tag);
        unsignedVarint(ledger.next());
    }

    @Override
    public void endTag() {}

    @Override
    public void raw(byte[] bytes) {
        buffer.put(bytes);
    }

    private void length(int length, boolean flexible) {
        if (flexible) {
            unsignedVarint(length + 1);
        } else {
            int32(length);
        }
    }
}
