package dev.naru.protocol;

import dev.naru.common.BufferPayload;
import dev.naru.common.Uuid;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.apache.kafka.common.protocol.types.RawTaggedField;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.jspecify.annotations.Nullable;

/** Turns a message of Kafka's classes into the same message of ours, field by field. Threading: stateless. */
final class Translation {
    private Translation() {}

    static <T> T of(Object official, Class<T> ours) {
        T result = Reflection.newInstance(ours);
        for (Field field : ours.getDeclaredFields()) {
            if (!Modifier.isStatic(field.getModifiers())) {
                Reflection.set(result, field, value(Reflection.call(official, field.getName()), field));
            }
        }
        return result;
    }

    private static @Nullable Object value(@Nullable Object official, Field field) {
        if (official instanceof Collection<?> elements) {
            Class<?> type = (Class<?>) ((ParameterizedType) field.getGenericType()).getActualTypeArguments()[0];
            List<Object> list = new ArrayList<>();
            elements.forEach(element -> list.add(single(element, type)));
            return list;
        }
        return official == null ? null : single(official, field.getType());
    }

    private static Object single(Object official, Class<?> type) {
        if (official instanceof org.apache.kafka.common.Uuid uuid) {
            return new Uuid(uuid.getMostSignificantBits(), uuid.getLeastSignificantBits());
        }
        if (official instanceof ByteBuffer buffer) {
            byte[] bytes = new byte[buffer.remaining()];
            buffer.duplicate().get(bytes);
            return bytes;
        }
        if (official instanceof MemoryRecords records) {
            return new BufferPayload(records.buffer());
        }
        if (official instanceof RawTaggedField unknown) {
            return new UnknownTaggedField(unknown.tag(), unknown.data());
        }
        boolean struct = type.getName().startsWith("dev.naru.protocol.");
        return struct ? of(official, type) : official;
    }
}
