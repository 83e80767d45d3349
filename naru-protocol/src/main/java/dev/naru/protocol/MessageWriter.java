package dev.naru.protocol;

import dev.naru.common.Payload;
import dev.naru.common.Uuid;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a message writes itself to. There are two: one counts the bytes ({@link SizeCounter}), then one fills a buffer of
 * just that size ({@link PartsFiller}); {@link MessageParts} runs both. {@code flexible} in a method says which of the two
 * encodings a length has: compact (an unsigned varint of length plus one) or fixed (two or four bytes).
 *
 * <p>Threading: confined to whoever encodes.
 */
public sealed interface MessageWriter permits SizeCounter, PartsFiller {
    /** Writes one byte, 1 or 0. */
    void bool(boolean value);

    /** Writes one byte. */
    void int8(byte value);

    /** Writes two bytes. */
    void int16(short value);

    /** Writes two bytes without a sign. */
    void uint16(int value);

    /** Writes four bytes. */
    void int32(int value);

    /** Writes four bytes without a sign. */
    void uint32(long value);

    /** Writes eight bytes. */
    void int64(long value);

    /** Writes an IEEE 754 double. */
    void float64(double value);

    /** Writes sixteen bytes. */
    void uuid(Uuid value);

    /** Writes one to five bytes. */
    void unsignedVarint(int value);

    /** Writes a string or null. */
    void nullableString(@Nullable String value, boolean flexible);

    /** Writes bytes or null. */
    void nullableBytes(byte @Nullable [] value, boolean flexible);

    /** Writes record data or null. The data itself is not copied. */
    void nullableRecords(@Nullable Payload value, boolean flexible);

    /** Writes the size of a list, or null. */
    void nullableArraySize(@Nullable List<?> list, boolean flexible);

    /** Starts a tagged field. Its size, which stands before it, is known from the first pass. */
    void beginTag(int tag);

    /** Ends the tagged field that was started last. */
    void endTag();

    /** Writes bytes without a length. */
    void raw(byte[] bytes);

    /** Writes a string. */
    default void string(String value, boolean flexible) {
        nullableString(value, flexible);
    }

    /** Writes bytes. */
    default void bytes(byte[] value, boolean flexible) {
        nullableBytes(value, flexible);
    }

    /** Writes record data. The data itself is not copied. */
    default void records(Payload value, boolean flexible) {
        nullableRecords(value, flexible);
    }

    /** Writes the size of a list. */
    default void arraySize(List<?> list, boolean flexible) {
        nullableArraySize(list, flexible);
    }

    /** Writes whether a nullable struct follows. */
    default void structPresent(boolean present) {
        int8(present ? (byte) 1 : (byte) -1);
    }

    /** Writes whether a nullable struct follows that is a tagged field. Kafka marks those in a way of their own. */
    default void taggedStructPresent(boolean present) {
        unsignedVarint(present ? 1 : 0);
    }

    /** Writes a list of int8. */
    default void int8s(List<Byte> list, boolean flexible) {
        nullableInt8s(list, flexible);
    }

    /** Writes a list of int8 or null. */
    default void nullableInt8s(@Nullable List<Byte> list, boolean flexible) {
        nullableArraySize(list, flexible);
        if (list != null) {
            for (byte element : list) {
                int8(element);
            }
        }
    }

    /** Writes a list of int16. */
    default void int16s(List<Short> list, boolean flexible) {
        nullableInt16s(list, flexible);
    }

    /** Writes a list of int16 or null. */
    default void nullableInt16s(@Nullable List<Short> list, boolean flexible) {
        nullableArraySize(list, flexible);
        if (list != null) {
            for (short element : list) {
                int16(element);
            }
        }
    }

    /** Writes a list of int32. */
    default void int32s(List<Integer> list, boolean flexible) {
        nullableInt32s(list, flexible);
    }

    /** Writes a list of int32 or null. */
    default void nullableInt32s(@Nullable List<Integer> list, boolean flexible) {
        nullableArraySize(list, flexible);
        if (list != null) {
            for (int element : list) {
                int32(element);
            }
        }
    }

    /** Writes a list of int64. */
    default void int64s(List<Long> list, boolean flexible) {
        nullableInt64s(list, flexible);
    }

    /** Writes a list of int64 or null. */
    default void nullableInt64s(@Nullable List<Long> list, boolean flexible) {
        nullableArraySize(list, flexible);
        if (list != null) {
            for (long element : list) {
                int64(element);
            }
        }
    }

    /** Writes a list of uuid. */
    default void uuids(List<Uuid> list, boolean flexible) {
        nullableUuids(list, flexible);
    }

    /** Writes a list of uuid or null. */
    default void nullableUuids(@Nullable List<Uuid> list, boolean flexible) {
        nullableArraySize(list, flexible);
        if (list != null) {
            for (Uuid element : list) {
                uuid(element);
            }
        }
    }

    /** Writes a list of string. */
    default void strings(List<String> list, boolean flexible) {
        nullableStrings(list, flexible);
    }

    /** Writes a list of string or null. */
    default void nullableStrings(@Nullable List<String> list, boolean flexible) {
        nullableArraySize(list, flexible);
        if (list != null) {
            for (String element : list) {
                string(element, flexible);
            }
        }
    }

    /** Writes how many tagged fields follow. */
    default void tagCount(int count) {
        unsignedVarint(count);
    }

    /** Writes the tagged fields of a struct that knows none. */
    default void unknownTags(List<UnknownTaggedField> fields) {
        tagCount(fields.size());
        unknownTagsFrom(0, fields);
    }

    /** Writes the unknown fields from {@code index} on whose tags are below {@code tag}; returns the first index left. */
    default int unknownTagsBelow(int tag, List<UnknownTaggedField> fields, int index) {
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
    default void unknownTagsFrom(int index, List<UnknownTaggedField> fields) {
        for (int next = index; next < fields.size(); next++) {
            unknownTag(fields.get(next));
        }
    }

    private void unknownTag(UnknownTaggedField field) {
        unsignedVarint(field.tag());
        unsignedVarint(field.data().length);
        raw(field.data());
    }
}
