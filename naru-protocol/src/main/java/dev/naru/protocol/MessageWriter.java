package dev.naru.protocol;

import dev.naru.common.Payload;
import dev.naru.common.Uuid;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a message writes itself to, in two passes that {@link MessageParts} runs: the first counts bytes and refuses what
 * cannot be encoded, so that nothing is ever half written; the second fills one buffer of just that size. It is one class
 * with a branch in each primitive, not two classes: the calls stay direct, and writing is twice as fast.
 *
 * <p>{@code flexible} in a method says which of the two encodings a length has: compact (an unsigned varint of length plus
 * one) or fixed (two or four bytes).
 *
 * <p>Threading: confined to whoever encodes.
 */
public final class MessageWriter {
    private static final ByteBuffer NO_BUFFER = ByteBuffer.allocate(0);

    private final boolean counting;
    private final SizeLedger ledger;
    private final ByteBuffer buffer;
    private final PartList parts;
    private long sizeBytes;
    private long payloadsSizeBytes;
    private int payloadCount;

    /** The writer of the first pass. */
    MessageWriter() {
        this.counting = true;
        this.ledger = new SizeLedger();
        this.buffer = NO_BUFFER;
        this.parts = new PartList(0);
    }

    private MessageWriter(SizeLedger ledger, int sizeBytes, int payloadCount) {
        this.counting = false;
        this.ledger = ledger;
        this.buffer = ByteBuffer.allocate(sizeBytes);
        this.parts = new PartList(payloadCount);
    }

    /** The writer of the second pass, after the first. */
    MessageWriter secondPass() {
        if (sizeBytes + payloadsSizeBytes > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("a message of " + (sizeBytes + payloadsSizeBytes) + " bytes");
        }
        return new MessageWriter(ledger, (int) sizeBytes, payloadCount);
    }

    /** Ends the second pass; returns the parts of the message in order. */
    List<Payload> finish() {
        if (buffer.hasRemaining() || !ledger.isUsedUp()) {
            throw new IllegalStateException("a message changed while it was written");
        }
        return parts.finish(buffer);
    }

    /** Writes one byte, 1 or 0. */
    public void bool(boolean value) {
        int8(value ? (byte) 1 : (byte) 0);
    }

    /** Writes one byte. */
    public void int8(byte value) {
        if (counting) {
            sizeBytes += Byte.BYTES;
        } else {
            buffer.put(value);
        }
    }

    /** Writes two bytes. */
    public void int16(short value) {
        if (counting) {
            sizeBytes += Short.BYTES;
        } else {
            buffer.putShort(value);
        }
    }

    /** Writes two bytes without a sign. */
    public void uint16(int value) {
        if (value != (value & 0xffff)) {
            throw new IllegalArgumentException(value + " does not fit into an unsigned 16-bit number");
        }
        int16((short) value);
    }

    /** Writes four bytes. */
    public void int32(int value) {
        if (counting) {
            sizeBytes += Integer.BYTES;
        } else {
            buffer.putInt(value);
        }
    }

    /** Writes four bytes without a sign. */
    public void uint32(long value) {
        if (value != (value & 0xffffffffL)) {
            throw new IllegalArgumentException(value + " does not fit into an unsigned 32-bit number");
        }
        int32((int) value);
    }

    /** Writes eight bytes. */
    public void int64(long value) {
        if (counting) {
            sizeBytes += Long.BYTES;
        } else {
            buffer.putLong(value);
        }
    }

    /** Writes an IEEE 754 double. */
    public void float64(double value) {
        int64(Double.doubleToRawLongBits(value));
    }

    /** Writes sixteen bytes. */
    public void uuid(Uuid value) {
        int64(value.mostSignificantBits());
        int64(value.leastSignificantBits());
    }

    /** Writes one to five bytes. */
    public void unsignedVarint(int value) {
        if (counting) {
            sizeBytes += Varints.sizeBytes(value);
        } else {
            Varints.put(buffer, value);
        }
    }

    /** Writes a string. */
    public void string(String value, boolean flexible) {
        if (counting) {
            int size = Utf8.sizeBytes(value);
            if (size > Short.MAX_VALUE) {
                throw new IllegalArgumentException("a string of " + size + " bytes; " + Short.MAX_VALUE + " fit");
            }
            ledger.add(size);
            stringSize(size, flexible);
            sizeBytes += size;
        } else {
            int size = ledger.next();
            stringSize(size, flexible);
            Utf8.put(buffer, value, size);
        }
    }

    /** Writes a string or null. */
    public void nullableString(@Nullable String value, boolean flexible) {
        if (value == null) {
            stringSize(-1, flexible);
        } else {
            string(value, flexible);
        }
    }

    private void stringSize(int size, boolean flexible) {
        if (flexible) {
            unsignedVarint(size + 1);
        } else {
            int16((short) size);
        }
    }

    /** Writes bytes. */
    public void bytes(byte[] value, boolean flexible) {
        size(value.length, flexible);
        raw(value);
    }

    /** Writes bytes or null. */
    public void nullableBytes(byte @Nullable [] value, boolean flexible) {
        if (value == null) {
            size(-1, flexible);
        } else {
            bytes(value, flexible);
        }
    }

    /** Writes record data. The data itself is not copied: it becomes a part of its own. */
    public void records(Payload value, boolean flexible) {
        size(value.sizeBytes(), flexible);
        if (counting) {
            payloadsSizeBytes += value.sizeBytes();
            payloadCount++;
        } else {
            parts.addPayload(buffer, value);
        }
    }

    /** Writes record data or null. */
    public void nullableRecords(@Nullable Payload value, boolean flexible) {
        if (value == null) {
            size(-1, flexible);
        } else {
            records(value, flexible);
        }
    }

    /** Writes the size of a list. */
    public void arraySize(List<?> list, boolean flexible) {
        size(list.size(), flexible);
    }

    /** Writes the size of a list, or null. */
    public void nullableArraySize(@Nullable List<?> list, boolean flexible) {
        size(list == null ? -1 : list.size(), flexible);
    }

    private void size(int size, boolean flexible) {
        if (flexible) {
            unsignedVarint(size + 1);
        } else {
            int32(size);
        }
    }

    /** Writes a list of int8. */
    public void int8s(List<Byte> list, boolean flexible) {
        size(list.size(), flexible);
        if (counting) {
            sizeBytes += (long) list.size() * Byte.BYTES;
            return;
        }
        for (byte element : list) {
            int8(element);
        }
    }

    /** Writes a list of int16. */
    public void int16s(List<Short> list, boolean flexible) {
        size(list.size(), flexible);
        if (counting) {
            sizeBytes += (long) list.size() * Short.BYTES;
            return;
        }
        for (short element : list) {
            int16(element);
        }
    }

    /** Writes a list of int32. */
    public void int32s(List<Integer> list, boolean flexible) {
        size(list.size(), flexible);
        if (counting) {
            sizeBytes += (long) list.size() * Integer.BYTES;
            return;
        }
        for (int element : list) {
            int32(element);
        }
    }

    /** Writes a list of int32 or null. */
    public void nullableInt32s(@Nullable List<Integer> list, boolean flexible) {
        if (list == null) {
            size(-1, flexible);
        } else {
            int32s(list, flexible);
        }
    }

    /** Writes a list of int64. */
    public void int64s(List<Long> list, boolean flexible) {
        size(list.size(), flexible);
        if (counting) {
            sizeBytes += (long) list.size() * Long.BYTES;
            return;
        }
        for (long element : list) {
            int64(element);
        }
    }

    /** Writes a list of uuid. */
    public void uuids(List<Uuid> list, boolean flexible) {
        size(list.size(), flexible);
        if (counting) {
            sizeBytes += (long) list.size() * 2 * Long.BYTES;
            return;
        }
        for (Uuid element : list) {
            uuid(element);
        }
    }

    /** Writes a list of uuid or null. */
    public void nullableUuids(@Nullable List<Uuid> list, boolean flexible) {
        if (list == null) {
            size(-1, flexible);
        } else {
            uuids(list, flexible);
        }
    }

    /** Writes a list of string. */
    public void strings(List<String> list, boolean flexible) {
        size(list.size(), flexible);
        for (String element : list) {
            string(element, flexible);
        }
    }

    /** Writes a list of string or null. */
    public void nullableStrings(@Nullable List<String> list, boolean flexible) {
        if (list == null) {
            size(-1, flexible);
        } else {
            strings(list, flexible);
        }
    }

    /** Writes whether a nullable struct follows. */
    public void structPresent(boolean present) {
        int8(present ? (byte) 1 : (byte) -1);
    }

    /** Writes whether a nullable struct follows that is a tagged field. Kafka marks those in a way of their own. */
    public void taggedStructPresent(boolean present) {
        unsignedVarint(present ? 1 : 0);
    }

    /** Writes how many tagged fields follow. */
    public void tagCount(int count) {
        unsignedVarint(count);
    }

    /** Starts a tagged field. Its size, which stands before it, is known from the first pass. */
    public void beginTag(int tag) {
        unsignedVarint(tag);
        if (counting) {
            ledger.begin(sizeBytes + payloadsSizeBytes);
        } else {
            unsignedVarint(ledger.next());
        }
    }

    /** Ends the tagged field that was started last. */
    public void endTag() {
        if (counting) {
            unsignedVarint(ledger.end(sizeBytes + payloadsSizeBytes));
        }
    }

    /** Writes the tagged fields of a struct that knows none. */
    public void unknownTags(List<UnknownTaggedField> fields) {
        tagCount(fields.size());
        unknownTagsFrom(0, fields);
    }

    /** Writes the unknown fields from {@code index} on whose tags are below {@code tag}; returns the first index left. */
    public int unknownTagsBelow(int tag, List<UnknownTaggedField> fields, int index) {
        int next = index;
        while (next < fields.size() && fields.get(next).tag() <= tag) {
            if (fields.get(next).tag() == tag) {
                throw new UnsupportedVersionException("tag " + tag + " is both a known and an unknown field");
            }
            unknownTag(fields.get(next++));
        }
        return next;
    }

    /** Writes the unknown fields from {@code index} to the last. */
    public void unknownTagsFrom(int index, List<UnknownTaggedField> fields) {
        for (int next = index; next < fields.size(); next++) {
            unknownTag(fields.get(next));
        }
    }

    private void unknownTag(UnknownTaggedField field) {
        unsignedVarint(field.tag());
        unsignedVarint(field.data().length);
        raw(field.data());
    }

    private void raw(byte[] bytes) {
        if (counting) {
            sizeBytes += bytes.length;
        } else {
            buffer.put(bytes);
        }
    }
}
