package dev.naru.protocol;

import dev.naru.common.Payload;
import dev.naru.common.Uuid;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The first pass: counts bytes, keeps in the {@link SizeLedger} what the second needs to know before it gets there, and
 * refuses what cannot be encoded, so that nothing is half written.
 *
 * <p>Threading: confined to whoever encodes.
 */
final class SizeCounter implements MessageWriter {
    private final SizeLedger ledger = new SizeLedger();
    private int[] openTags = new int[4];
    private int[] openTagStarts = new int[4];
    private int openTagCount;
    private long size;
    private long payloadsSize;
    private int payloadCount;
    private int stretchPlace = ledger.reserve();
    private long stretchStart;

    SizeLedger ledger() {
        return ledger;
    }

    /** Ends the count; returns the bytes of everything but the payloads. */
    int finish() {
        closeStretch();
        if (size > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("a message of " + size + " bytes");
        }
        return (int) (size - payloadsSize);
    }

    int payloadCount() {
        return payloadCount;
    }

    private void closeStretch() {
        ledger.set(stretchPlace, (int) (size - stretchStart));
    }

    @Override
    public void bool(boolean value) {
        size += Byte.BYTES;
    }

    @Override
    public void int8(byte value) {
        size += Byte.BYTES;
    }

    @Override
    public void int16(short value) {
        size += Short.BYTES;
    }

    @Override
    public void uint16(int value) {
        if (value != (value & 0xffff)) {
            throw new IllegalArgumentException(value + " does not fit into an unsigned 16-bit number");
        }
        size += Short.BYTES;
    }

    @Override
    public void int32(int value) {
        size += Integer.BYTES;
    }

    @Override
    public void uint32(long value) {
        if (value != (value & 0xffffffffL)) {
            throw new IllegalArgumentException(value + " does not fit into an unsigned 32-bit number");
        }
        size += Integer.BYTES;
    }

    @Override
    public void int64(long value) {
        size += Long.BYTES;
    }

    @Override
    public void float64(double value) {
        size += Double.BYTES;
    }

    @Override
    public void uuid(Uuid value) {
        size += 2 * Long.BYTES;
    }

    @Override
    public void unsignedVarint(int value) {
        size += Varints.sizeBytes(value);
    }

    @Override
    public void nullableString(@Nullable String value, boolean flexible) {
        if (value == null) {
            size += flexible ? 1 : Short.BYTES;
            return;
        }
        int bytes = Utf8.sizeBytes(value);
        if (bytes > Short.MAX_VALUE) {
            throw new IllegalArgumentException("a string of " + bytes + " bytes, at most " + Short.MAX_VALUE + " fit");
        }
        ledger.add(bytes);
        size += (flexible ? Varints.sizeBytes(bytes + 1) : Short.BYTES) + bytes;
    }

    @Override
    public void nullableBytes(byte @Nullable [] value, boolean flexible) {
        size += lengthSize(value == null ? -1 : value.length, flexible) + (value == null ? 0 : value.length);
    }

    @Override
    public void nullableRecords(@Nullable Payload value, boolean flexible) {
        if (value == null) {
            size += lengthSize(-1, flexible);
            return;
        }
        size += lengthSize(value.sizeBytes(), flexible);
        closeStretch();
        size += value.sizeBytes();
        payloadsSize += value.sizeBytes();
        payloadCount++;
        stretchPlace = ledger.reserve();
        stretchStart = size;
    }

    @Override
    public void nullableArraySize(@Nullable List<?> list, boolean flexible) {
        size += lengthSize(list == null ? -1 : list.size(), flexible);
    }

    @Override
    public void beginTag(int tag) {
        size += Varints.sizeBytes(tag);
        if (openTagCount == openTags.length) {
            throw new IllegalStateException("tagged fields nested deeper than any schema");
        }
        openTags[openTagCount] = ledger.reserve();
        openTagStarts[openTagCount] = Math.toIntExact(size);
        openTagCount++;
    }

    @Override
    public void endTag() {
        openTagCount--;
        int content = Math.toIntExact(size - openTagStarts[openTagCount]);
        ledger.set(openTags[openTagCount], content);
        size += Varints.sizeBytes(content);
    }

    @Override
    public void raw(byte[] bytes) {
        size += bytes.length;
    }

    private static int lengthSize(int length, boolean flexible) {
        return flexible ? Varints.sizeBytes(length + 1) : Integer.BYTES;
    }
}
