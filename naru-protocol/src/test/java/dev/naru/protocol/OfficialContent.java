package dev.naru.protocol;

import dev.naru.testkit.Gen;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.protocol.Message;
import org.apache.kafka.common.protocol.types.BoundField;
import org.apache.kafka.common.protocol.types.Field;
import org.apache.kafka.common.protocol.types.RawTaggedField;
import org.apache.kafka.common.protocol.types.Schema;
import org.apache.kafka.common.protocol.types.TaggedFields;
import org.apache.kafka.common.record.internal.BaseRecords;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.jspecify.annotations.Nullable;

/**
 * Fills messages of Kafka's classes. Which fields a version has, and which of them may be null, is taken from the schema
 * that Kafka compiled into each class, so nothing that Naru's generator understood or misunderstood has a say in it.
 *
 * <p>Threading: confined to one test.
 */
final class OfficialContent {
    /** Lengths around the points where a varint grows by a byte. */
    private static final List<Integer> EDGES = List.of(0, 1, 126, 127, 128, 16_382, 16_383, 16_384);

    private static final int DEPTH_MAX = 6;

    private final Gen gen;
    private final Shape shape;
    private final Predicate<String> chosen;
    private int edgesLeft = 3;

    /** What the content is like. */
    enum Shape {
        /** Every nullable field null, every list and string empty. */
        BARE,
        /** Lists of a few, strings of all of Unicode, numbers that lean to the extremes, unknown tagged fields. */
        RANDOM,
        /** As random, with a few lengths where a varint grows. */
        EDGES
    }

    /** Sets only the fields whose names {@code chosen} accepts, the others keep their defaults. */
    OfficialContent(Gen gen, Shape shape, Predicate<String> chosen) {
        this.gen = gen;
        this.shape = shape;
        this.chosen = chosen;
    }

    static void fill(Message message, short version, Gen gen, Shape shape) {
        new OfficialContent(gen, shape, name -> true).fill(message, version, 0);
    }

    void fill(Message message, short version, int depth) {
        Schema schema = MessagePair.schemaOf(message.getClass(), version);
        for (BoundField bound : schema.fields()) {
            if (bound.def.type instanceof TaggedFields tagged) {
                fillTagged(message, tagged, version, depth);
            } else if (chosen.test(bound.def.name)) {
                fillField(message, bound.def, version, depth);
            }
        }
    }

    private void fillTagged(Message message, TaggedFields tagged, short version, int depth) {
        for (Field field : tagged.fields().values()) {
            if (chosen.test(field.name) && shape != Shape.BARE && gen.chance(60)) {
                fillField(message, field, version, depth);
            }
        }
        if (shape != Shape.BARE && gen.chance(20)) {
            TreeSet<Integer> tags = new TreeSet<>();
            for (int i = 0; i < 3; i++) {
                tags.add(gen.oneOf(gen.intIn(0, 20), gen.intIn(21, 200), gen.intIn(201, Integer.MAX_VALUE)));
            }
            tags.removeAll(tagged.fields().keySet());
            tags.forEach(tag -> message.unknownTaggedFields().add(new RawTaggedField(tag, gen.bytesUpTo(40))));
        }
    }

    private void fillField(Message message, Field field, short version, int depth) {
        Method setter = Reflection.officialSetter(message.getClass(), field.name);
        boolean none = field.type.isNullable() && (shape == Shape.BARE || gen.chance(15));
        Type type = setter.getGenericParameterTypes()[0];
        Reflection.call(message, setter, none ? null : unsigned(field, value(type, version, depth)));
    }

    /** Kafka's setters refuse numbers that an unsigned field cannot hold. */
    private static @Nullable Object unsigned(Field field, @Nullable Object value) {
        if (field.type == org.apache.kafka.common.protocol.types.Type.UINT16 && value instanceof Integer number) {
            return number & 0xffff;
        }
        if (field.type == org.apache.kafka.common.protocol.types.Type.UNSIGNED_INT32 && value instanceof Long number) {
            return number & 0xffffffffL;
        }
        return value;
    }

    private @Nullable Object value(Type type, short version, int depth) {
        if (type instanceof ParameterizedType list) {
            return list(new ArrayList<>(), list.getActualTypeArguments()[0], version, depth);
        }
        Class<?> plain = (Class<?>) type;
        if (Collection.class.isAssignableFrom(plain)) {
            @SuppressWarnings("unchecked")
            Collection<Object> empty = (Collection<Object>) Reflection.newInstance(plain);
            Type element = ((ParameterizedType) plain.getGenericSuperclass()).getActualTypeArguments()[0];
            return list(empty, element, version, depth);
        }
        if (Message.class.isAssignableFrom(plain)) {
            Message struct = Reflection.newInstance(plain.asSubclass(Message.class));
            fill(struct, version, depth + 1);
            return struct;
        }
        return primitive(plain);
    }

    private Collection<Object> list(Collection<Object> list, Type element, short version, int depth) {
        boolean primitive = !Message.class.isAssignableFrom((Class<?>) element);
        int size = shape == Shape.BARE ? 0 : gen.intIn(0, depth > DEPTH_MAX ? 1 : 3);
        if (shape == Shape.EDGES && primitive && edgesLeft > 0 && gen.chance(30)) {
            edgesLeft--;
            size = gen.oneOf(EDGES.subList(0, 5));
        }
        for (int i = 0; i < size; i++) {
            list.add(value(element, version, depth));
        }
        return list;
    }

    private Object primitive(Class<?> type) {
        if (type == boolean.class) {
            return gen.anyBoolean();
        } else if (type == byte.class || type == Byte.class) {
            return gen.anyByte();
        } else if (type == short.class || type == Short.class) {
            return gen.anyShort();
        } else if (type == int.class || type == Integer.class) {
            return gen.anyInt();
        } else if (type == long.class || type == Long.class) {
            return gen.anyLong();
        } else if (type == double.class) {
            return gen.anyDouble();
        } else if (type == String.class) {
            return text();
        } else if (type == Uuid.class) {
            return gen.chance(10) ? Uuid.ZERO_UUID : new Uuid(gen.anyLong(), gen.anyLong());
        } else if (type == byte[].class) {
            return gen.bytes(length());
        } else if (type == ByteBuffer.class) {
            return ByteBuffer.wrap(gen.bytes(length()));
        } else if (type == BaseRecords.class) {
            return MemoryRecords.readableRecords(ByteBuffer.wrap(gen.bytes(length())));
        }
        throw new IllegalStateException("no content for " + type);
    }

    private String text() {
        int length = length();
        return length > 40 ? "x".repeat(length) : gen.string(length);
    }

    private int length() {
        if (shape == Shape.BARE) {
            return 0;
        }
        if (shape == Shape.EDGES && edgesLeft > 0) {
            edgesLeft--;
            return gen.oneOf(EDGES);
        }
        return gen.size(20);
    }
}
