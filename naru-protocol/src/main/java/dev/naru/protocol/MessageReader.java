package dev.naru.protocol;

import dev.naru.common.BufferPayload;
import dev.naru.common.Payload;
import dev.naru.common.Uuid;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the primitives of the protocol from a buffer. The bytes are not trusted: every length is compared with what
 * remains before anything is allocated, a list holds at most {@link #LIST_SIZE_MAX} elements and all lists of one message
 * together at most {@code elementsMax}, so a small frame cannot claim much memory. Strings, bytes and tagged fields are
 * copied out; record data ({@link #records}) is a view of the buffer.
 *
 * <p>Of its failures only {@link MalformedMessageException} comes out. {@code flexible} in a method says which of the two
 * encodings a length has: compact (an unsigned varint of length plus one) or fixed (two or four bytes).
 *
 * <p>Threading: confined to whoever decodes; it moves no position but its own.
 */
public final class MessageReader {
    /** The longest list that is read. */
    public static final int LIST_SIZE_MAX = 1_000_000;

    /** How many elements the lists of one message may have together, unless its reader is told otherwise. */
    public static final int ELEMENTS_MAX = 2_000_000;

    private static final int VARINT_BYTES_MAX = 5;

    /** A byte that is no UTF-8 is read as a character of three bytes; so many of them can still be written again. */
    private static final int REPLACED_BYTES_MAX = Short.MAX_VALUE / 3;

    private final ByteBuffer buffer;
    private int elementsLeft;

    /** Reads from position to limit of {@code buffer}, whose own position stays where it is. */
    public MessageReader(ByteBuffer buffer) {
        this(buffer, ELEMENTS_MAX);
    }

    /** As {@link #MessageReader(ByteBuffer)}, with another bound on the elements of all lists together. */
    public MessageReader(ByteBuffer buffer, int elementsMax) {
        this.buffer = buffer.slice();
        this.elementsLeft = elementsMax;
    }

    /** How many bytes have not been read. */
    public int remaining() {
        return buffer.remaining();
    }

    /** Where the next byte is read, counted from where this reader began. */
    public int position() {
        return buffer.position();
    }

    /** The two bytes that stand {@code ahead} bytes after the next one; nothing is consumed. */
    short peekInt16(int ahead) {
        need(ahead + Short.BYTES);
        return buffer.getShort(buffer.position() + ahead);
    }

    /** The four bytes that stand {@code ahead} bytes after the next one; nothing is consumed. */
    int peekInt32(int ahead) {
        need(ahead + Integer.BYTES);
        return buffer.getInt(buffer.position() + ahead);
    }

    /** Reads a boolean: any byte but zero is true, as in Kafka. */
    public boolean bool() {
        return int8() != 0;
    }

    /** Reads one byte. */
    public byte int8() {
        need(Byte.BYTES);
        return buffer.get();
    }

    /** Reads two bytes. */
    public short int16() {
        need(Short.BYTES);
        return buffer.getShort();
    }

    /** Reads two bytes without a sign. */
    public int uint16() {
        return Short.toUnsignedInt(int16());
    }

    /** Reads four bytes. */
    public int int32() {
        need(Integer.BYTES);
        return buffer.getInt();
    }

    /** Reads four bytes without a sign. */
    public long uint32() {
        return Integer.toUnsignedLong(int32());
    }

    /** Reads eight bytes. */
    public long int64() {
        need(Long.BYTES);
        return buffer.getLong();
    }

    /** Reads an IEEE 754 double. */
    public double float64() {
        return Double.longBitsToDouble(int64());
    }

    /** Reads a UUID. */
    public Uuid uuid() {
        need(2 * Long.BYTES);
        long most = buffer.getLong();
        long least = buffer.getLong();
        return most == 0 && least == 0 ? Uuid.ZERO : new Uuid(most, least);
    }

    /** Reads an unsigned varint of at most 32 bits. */
    public int unsignedVarint() {
        int value = 0;
        for (int i = 0; i < VARINT_BYTES_MAX; i++) {
            byte next = int8();
            value |= (next & 0x7f) << (7 * i);
            if (next >= 0) {
                if (i == VARINT_BYTES_MAX - 1 && next > 0x0f) {
                    break;
                }
                return value;
            }
        }
        throw malformed("a varint of more than 32 bits");
    }

    /** Reads a string that is there. */
    public String string(boolean flexible) {
        return present(nullableString(flexible), "string");
    }

    /** Reads a string or null. */
    public @Nullable String nullableString(boolean flexible) {
        int size = flexible ? compactSize() : int16();
        if (size < 0) {
            return null;
        }
        if (size > Short.MAX_VALUE) {
            throw malformed("a string of " + size + " bytes");
        }
        need(size);
        String text = text(size);
        if (size > REPLACED_BYTES_MAX && Utf8.sizeBytes(text) > Short.MAX_VALUE) {
            throw malformed("a string of " + size + " bytes that are no UTF-8");
        }
        return text;
    }

    private String text(int size) {
        int start = buffer.position();
        buffer.position(start + size);
        if (buffer.hasArray()) {
            return new String(buffer.array(), buffer.arrayOffset() + start, size, StandardCharsets.UTF_8);
        }
        byte[] copy = new byte[size];
        buffer.get(start, copy);
        return new String(copy, StandardCharsets.UTF_8);
    }

    /** Reads bytes that are there, into an array of their own. */
    public byte[] bytes(boolean flexible) {
        return present(nullableBytes(flexible), "bytes");
    }

    /** Reads bytes or null, into an array of their own. */
    public byte @Nullable [] nullableBytes(boolean flexible) {
        int size = flexible ? compactSize() : int32();
        return size < 0 ? null : copy(size);
    }

    /** Reads record data that is there, as a view of this reader's buffer. */
    public Payload records(boolean flexible) {
        return present(nullableRecords(flexible), "records");
    }

    /** Reads record data or null, as a view of this reader's buffer. */
    public @Nullable Payload nullableRecords(boolean flexible) {
        int size = flexible ? compactSize() : int32();
        if (size < 0) {
            return null;
        }
        need(size);
        int limit = buffer.limit();
        int end = buffer.position() + size;
        Payload records = new BufferPayload(buffer.limit(end));
        buffer.limit(limit).position(end);
        return records;
    }

    /** Reads the size of a list that is there. */
    public int arraySize(boolean flexible) {
        int size = nullableArraySize(flexible);
        if (size < 0) {
            throw malformed("null where a list must be");
        }
        return size;
    }

    /** Reads the size of a list; negative for null. An element has at least one byte, so the size has a bound. */
    public int nullableArraySize(boolean flexible) {
        int size = flexible ? compactSize() : int32();
        if (size < 0) {
            return -1;
        }
        if (size > buffer.remaining() || size > LIST_SIZE_MAX) {
            throw malformed("a list of " + size + " elements");
        }
        spend(size);
        return size;
    }

    /** Reads a list of int8. */
    public List<Byte> int8s(boolean flexible) {
        int size = arraySize(flexible);
        List<Byte> list = newList(size);
        for (int i = 0; i < size; i++) {
            list.add(int8());
        }
        return list;
    }

    /** Reads a list of int16. */
    public List<Short> int16s(boolean flexible) {
        int size = arraySize(flexible);
        List<Short> list = newList(size);
        for (int i = 0; i < size; i++) {
            list.add(int16());
        }
        return list;
    }

    /** Reads a list of int32. */
    public List<Integer> int32s(boolean flexible) {
        return int32sOfSize(arraySize(flexible));
    }

    /** Reads a list of int32 or null. */
    public @Nullable List<Integer> nullableInt32s(boolean flexible) {
        int size = nullableArraySize(flexible);
        return size < 0 ? null : int32sOfSize(size);
    }

    private List<Integer> int32sOfSize(int size) {
        List<Integer> list = newList(size);
        for (int i = 0; i < size; i++) {
            list.add(int32());
        }
        return list;
    }

    /** Reads a list of int64. */
    public List<Long> int64s(boolean flexible) {
        int size = arraySize(flexible);
        List<Long> list = newList(size);
        for (int i = 0; i < size; i++) {
            list.add(int64());
        }
        return list;
    }

    /** Reads a list of uuid. */
    public List<Uuid> uuids(boolean flexible) {
        return uuidsOfSize(arraySize(flexible));
    }

    /** Reads a list of uuid or null. */
    public @Nullable List<Uuid> nullableUuids(boolean flexible) {
        int size = nullableArraySize(flexible);
        return size < 0 ? null : uuidsOfSize(size);
    }

    private List<Uuid> uuidsOfSize(int size) {
        List<Uuid> list = newList(size);
        for (int i = 0; i < size; i++) {
            list.add(uuid());
        }
        return list;
    }

    /** Reads a list of string. */
    public List<String> strings(boolean flexible) {
        return stringsOfSize(arraySize(flexible), flexible);
    }

    /** Reads a list of string or null. */
    public @Nullable List<String> nullableStrings(boolean flexible) {
        int size = nullableArraySize(flexible);
        return size < 0 ? null : stringsOfSize(size, flexible);
    }

    private List<String> stringsOfSize(int size, boolean flexible) {
        List<String> list = newList(size);
        for (int i = 0; i < size; i++) {
            list.add(string(flexible));
        }
        return list;
    }

    /** A list for {@code size} elements that are about to be read; the empty one takes no memory. */
    public <T> List<T> newList(int size) {
        return size == 0 ? List.of() : new ArrayList<>(size);
    }

    /** Reads whether a nullable struct follows. */
    public boolean isStructPresent() {
        return int8() >= 0;
    }

    /** Reads whether a nullable struct follows that is a tagged field. Kafka marks those in a way of their own. */
    public boolean isTaggedStructPresent() {
        return unsignedVarint() != 0;
    }

    /** Reads how many tagged fields follow. */
    public int tagCount() {
        int count = unsignedVarint();
        if (count < 0 || count > buffer.remaining() / 2) {
            throw malformed(Integer.toUnsignedString(count) + " tagged fields");
        }
        return count;
    }

    /** Reads the number of the next tagged field. */
    public int tag() {
        int tag = unsignedVarint();
        if (tag < 0) {
            throw malformed("tag " + Integer.toUnsignedString(tag));
        }
        return tag;
    }

    /** Reads the size of a tagged field; returns the position where it ends. */
    public int tagEnd() {
        int size = unsignedVarint();
        if (size < 0 || size > buffer.remaining()) {
            throw malformed("a tagged field of " + Integer.toUnsignedString(size) + " bytes");
        }
        return buffer.position() + size;
    }

    /** Checks that a tagged field ended where it said. */
    public void endTag(int end) {
        if (buffer.position() != end) {
            throw malformed("a tagged field that ends elsewhere than its size says");
        }
    }

    /** Reads a tagged field nobody here knows and adds it to the ones before, in the order of tags. */
    public List<UnknownTaggedField> unknownTag(List<UnknownTaggedField> before, int tag, int end) {
        spend(1);
        UnknownTaggedField field = new UnknownTaggedField(tag, copy(end - buffer.position()));
        List<UnknownTaggedField> fields = before.isEmpty() ? new ArrayList<>(1) : before;
        if (!fields.isEmpty() && fields.get(fields.size() - 1).tag() >= tag) {
            throw malformed("tag " + tag + " out of order");
        }
        fields.add(field);
        return fields;
    }

    private int compactSize() {
        int sizePlusOne = unsignedVarint();
        if (sizePlusOne < 0) {
            throw malformed("a length of " + Integer.toUnsignedString(sizePlusOne));
        }
        return sizePlusOne - 1;
    }

    private byte[] copy(int size) {
        need(size);
        byte[] copy = new byte[size];
        buffer.get(copy);
        return copy;
    }

    private void need(int size) {
        if (size > buffer.remaining()) {
            throw malformed(size + " bytes wanted, " + buffer.remaining() + " left");
        }
    }

    private void spend(int elements) {
        elementsLeft -= elements;
        if (elementsLeft < 0) {
            throw malformed("more elements in all lists together than one message may have");
        }
    }

    private <T> T present(@Nullable T value, String what) {
        if (value == null) {
            throw malformed("null where " + what + " must be");
        }
        return value;
    }

    private MalformedMessageException malformed(String what) {
        return new MalformedMessageException(what + " at byte " + buffer.position());
    }
}
