package dev.naru.tests.reference;

import dev.naru.common.BufferPayload;
import dev.naru.common.Payload;
import dev.naru.common.Uuid;
import dev.naru.protocol.ApiRequest;
import java.lang.reflect.Field;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Fills a generated request from fields in notation. {@code name@4=value} is a field from version 4 on, {@code name@0-3=value} one of
 * versions 0 to 3; in other versions it is left at its default.
 *
 * <p>Threading: confined to its user.
 */
final class RequestForm {
    /** Fields whose values are the scenario's own where it does not refer to a name. */
    private static final Set<String> IDS = Set.of("memberId", "producerId", "groupId", "transactionalId");

    private static final String HEX = "0x";

    private final StableNames names;
    private final short version;

    private RequestForm(StableNames names, short version) {
        this.names = names;
        this.version = version;
    }

    static void fill(ApiRequest request, short version, Map<String, Object> fields, StableNames names) {
        new RequestForm(names, version).fillStruct(request, fields);
    }

    private void fillStruct(Object message, Map<String, Object> fields) {
        fields.forEach((key, value) -> {
            int marker = key.indexOf('@');
            if (marker < 0) {
                set(message, key, value);
            } else if (covers(key.substring(marker + 1))) {
                set(message, key.substring(0, marker), value);
            }
        });
    }

    private boolean covers(String range) {
        int dash = range.indexOf('-');
        int lowest = Integer.parseInt(dash < 0 ? range : range.substring(0, dash));
        int highest = dash < 0 ? Short.MAX_VALUE : Integer.parseInt(range.substring(dash + 1));
        return version >= lowest && version <= highest;
    }

    private void set(Object message, String name, Object value) {
        try {
            Field field = message.getClass().getDeclaredField(name);
            field.setAccessible(true);
            if (IDS.contains(name) && value instanceof String word && !word.startsWith("<")) {
                names.sent(word);
            }
            field.set(message, value == null ? null : typed(field.getGenericType(), value));
        } catch (NoSuchFieldException e) {
            throw new IllegalArgumentException(message.getClass().getSimpleName() + " has no field " + name, e);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }

    private Object typed(Type type, Object value) {
        if (type instanceof ParameterizedType list) {
            List<Object> elements = new ArrayList<>();
            for (Object element : (List<?>) value) {
                elements.add(typed(list.getActualTypeArguments()[0], element));
            }
            return elements;
        }
        if (type == Payload.class) {
            return new BufferPayload(RecordsForm.batch(struct(value), names));
        }
        if (value instanceof Map) {
            return newStruct((Class<?>) type, struct(value));
        }
        return typedWord(type, names.valueOf((String) value));
    }

    private static Object typedWord(Type type, String word) {
        if (type == String.class) {
            return word;
        } else if (type == int.class || type == Integer.class) {
            return Integer.valueOf(word);
        } else if (type == long.class || type == Long.class) {
            return Long.valueOf(word);
        } else if (type == short.class || type == Short.class) {
            return Short.valueOf(word);
        } else if (type == byte.class || type == Byte.class) {
            return Byte.valueOf(word);
        } else if (type == boolean.class) {
            return Boolean.valueOf(word);
        } else if (type == byte[].class) {
            return word.startsWith(HEX)
                    ? HexFormat.of().parseHex(word.substring(HEX.length()))
                    : word.getBytes(StandardCharsets.UTF_8);
        } else if (type == Uuid.class) {
            return Uuid.parse(word);
        }
        throw new IllegalArgumentException("no notation for a " + type);
    }

    private Object newStruct(Class<?> type, Map<String, Object> fields) {
        try {
            Object struct = type.getConstructor().newInstance();
            fillStruct(struct, fields);
            return struct;
        } catch (ReflectiveOperationException e) {
            throw new IllegalArgumentException(type + " is no struct", e);
        }
    }

    @SuppressWarnings("unchecked") // NotationReader makes no other maps
    private static Map<String, Object> struct(Object value) {
        return (Map<String, Object>) value;
    }
}
