package dev.naru.protocol.generator;

import java.util.Locale;

/**
 * The type of a field: one of the protocol's primitives, a struct, or an array of either.
 *
 * <p>Threading: immutable.
 */
record FieldType(Kind kind, String structName, boolean isArray) {
    /** What an element is on the wire and in Java. */
    enum Kind {
        BOOL("boolean", "Boolean"),
        INT8("byte", "Byte"),
        INT16("short", "Short"),
        UINT16("int", "Integer"),
        INT32("int", "Integer"),
        UINT32("long", "Long"),
        INT64("long", "Long"),
        FLOAT64("double", "Double"),
        UUID("Uuid", "Uuid"),
        STRING("String", "String"),
        BYTES("byte[]", "byte[]"),
        RECORDS("Payload", "Payload"),
        STRUCT("", "");

        private final String javaName;
        private final String boxedName;

        Kind(String javaName, String boxedName) {
            this.javaName = javaName;
            this.boxedName = boxedName;
        }

        /** The name of the reader's and the writer's method, {@code int32} or {@code string}. */
        String method() {
            return name().toLowerCase(Locale.ROOT);
        }

        boolean isNumber() {
            return switch (this) {
                case INT8, INT16, UINT16, INT32, UINT32, INT64, FLOAT64 -> true;
                case BOOL, UUID, STRING, BYTES, RECORDS, STRUCT -> false;
            };
        }

        /** True for types whose encoding starts with a length, and so differs in flexible versions. */
        boolean hasLength() {
            return this == STRING || this == BYTES || this == RECORDS;
        }
    }

    static FieldType parse(String text) {
        boolean array = text.startsWith("[]");
        String element = array ? text.substring(2) : text;
        if (Character.isUpperCase(element.charAt(0))) {
            return new FieldType(Kind.STRUCT, element, array);
        }
        return new FieldType(Kind.valueOf(element.toUpperCase(Locale.ROOT)), "", array);
    }

    boolean isStruct() {
        return kind == Kind.STRUCT && !isArray;
    }

    boolean isStructArray() {
        return kind == Kind.STRUCT && isArray;
    }

    /** The Java type of the field. */
    String javaName() {
        if (isArray) {
            return "List<" + (kind == Kind.STRUCT ? structName : kind.boxedName) + ">";
        }
        return kind == Kind.STRUCT ? structName : kind.javaName;
    }
}
