package dev.naru.tests.reference;

import dev.naru.common.Payload;
import dev.naru.common.Uuid;
import dev.naru.protocol.ErrorCode;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Writes an answer as text that is the same on every run: only fields that are not at their defaults, errors by name but without
 * their messages, made-up values by their stable names, times and hosts as nothing but present, and lists in the order of their
 * text, since brokers keep them in maps. Where a batch was written is left out.
 *
 * <p>Threading: confined to its user.
 */
final class AnswerText {
    private static final Set<String> LEFT_OUT =
            Set.of("throttleTimeMs", "unknownTaggedFields", "clusterId", "errorMessage");
    private static final Set<String> ONLY_PRESENT = Set.of("documentation", "host");
    private static final Map<String, String> MADE_UP = Map.of(
            "memberId", "member", "leader", "member", "producerId", "producer", "ongoingTxnProducerId", "producer");
    private static final String TIMES = ".*(Timestamp|TimeMs|TimestampMs|timestamp)";

    private final StableNames names;

    AnswerText(StableNames names) {
        this.names = names;
    }

    /** The fields of a message, or a pair of braces if all are at their defaults. */
    String of(Object message) {
        String fields = fields(message, false);
        return fields.isEmpty() ? "{}" : fields;
    }

    private String fields(Object message, boolean isDraft) {
        Object defaults = newLike(message);
        List<String> parts = new ArrayList<>();
        for (Field field : message.getClass().getDeclaredFields()) {
            if (Modifier.isStatic(field.getModifiers()) || LEFT_OUT.contains(field.getName())) {
                continue;
            }
            Object value = get(field, message);
            if (isWhereWritten(field.getName(), value)) {
                continue;
            }
            if (!Objects.deepEquals(value, get(field, defaults))) {
                parts.add(field.getName() + "=" + value(field.getName(), value, isDraft));
            }
        }
        return String.join(" ", parts);
    }

    /** An offset depends on what other scenarios have written before. */
    private static boolean isWhereWritten(String name, Object value) {
        return name.equals("baseOffset") && value instanceof Long offset && offset >= 0;
    }

    private String value(String name, Object value, boolean isDraft) {
        if (value == null) {
            return "null";
        } else if (value instanceof List<?> list) {
            return list(name, list, isDraft);
        } else if (ONLY_PRESENT.contains(name)) {
            return value.equals("") ? "\"\"" : "…";
        } else if (name.equals("port")) {
            return "…";
        } else if (value instanceof Number number) {
            return number(name, number, isDraft);
        } else if (value instanceof Boolean) {
            return value.toString();
        } else if (value instanceof Uuid id) {
            return id.isZero() ? "0" : named("uuid", id.toString(), isDraft);
        } else if (value instanceof String text) {
            return word(MADE_UP.containsKey(name) ? named(MADE_UP.get(name), text, isDraft) : text);
        } else if (value instanceof byte[] bytes) {
            return bytes(bytes);
        } else if (value instanceof Payload payload) {
            return payload.sizeBytes() + " bytes";
        }
        return "{" + fields(value, isDraft) + "}";
    }

    /** Sorted by their text as far as names are known, so that naming what is new goes by the same order. */
    private String list(String name, List<?> list, boolean isDraft) {
        List<String> elements = list.stream()
                .sorted(Comparator.comparing(element -> value(name, element, true)))
                .map(element -> value(name, element, isDraft))
                .sorted()
                .toList();
        return "[" + String.join(" ", elements) + "]";
    }

    private String number(String name, Number number, boolean isDraft) {
        if (name.equals("errorCode") || name.equals("partitionErrorCode")) {
            return ErrorCode.of(number.shortValue()).name();
        } else if (number.longValue() >= 0 && MADE_UP.containsKey(name)) {
            return named(MADE_UP.get(name), number.toString(), isDraft);
        } else if (number.longValue() > 0 && name.matches(TIMES)) {
            return "…";
        }
        return number.toString();
    }

    private String named(String kind, String value, boolean isDraft) {
        return isDraft ? names.knownNameOf(value) : names.nameOf(kind, value);
    }

    private static String word(String text) {
        return text.isEmpty() || text.matches(".*[ =\\[\\]{}].*") || text.equals("null") ? "\"" + text + "\"" : text;
    }

    private static String bytes(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        boolean printable = text.chars().allMatch(c -> c >= ' ' && c <= '~');
        return printable ? word(text) : "0x" + HexFormat.of().formatHex(bytes);
    }

    private static Object get(Field field, Object message) {
        try {
            field.setAccessible(true);
            return field.get(message);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Object newLike(Object message) {
        try {
            Constructor<?> constructor = message.getClass().getDeclaredConstructor();
            return constructor.newInstance();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }
}
