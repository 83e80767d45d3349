package dev.naru.protocol.generator;

import dev.naru.protocol.generator.FieldType.Kind;

/**
 * A field as Java: its type with nullness, its value in a new message, how it is compared, hashed and printed.
 *
 * <p>Threading: immutable.
 */
record JavaField(FieldSchema schema) {
    String name() {
        return schema.javaName();
    }

    /** The type as a field or parameter declares it; on an array the annotation goes before the brackets. */
    String declaredType() {
        String type = schema.type().javaName();
        if (!schema.isNullable()) {
            return type;
        }
        return type.endsWith("[]") ? "byte @Nullable []" : "@Nullable " + type;
    }

    boolean isPrimitive() {
        return !schema.type().isArray() && (kind().isNumber() || kind() == Kind.BOOL);
    }

    /** What comes after the field's declaration: an initializer, unless Java's own zero is the default. */
    String initializer() {
        String value = defaultValue();
        boolean zero = value.equals("null") || (isPrimitive() && (value.matches("0[Ld]?") || value.equals("false")));
        return zero ? "" : " = " + value;
    }

    private String defaultValue() {
        if (schema.isNullByDefault()) {
            return "null";
        }
        if (schema.type().isArray()) {
            return "List.of()";
        }
        String text = schema.defaultText().orElse("");
        return switch (kind()) {
            case BOOL -> Boolean.toString(Boolean.parseBoolean(text));
            case INT8, INT16, UINT16, INT32 -> text.isEmpty() ? "0" : Integer.toString(Integer.decode(text));
            case UINT32, INT64 -> (text.isEmpty() ? "0" : Long.toString(Long.decode(text))) + "L";
            case FLOAT64 -> text.isEmpty() ? "0d" : Double.parseDouble(text) + "d";
            case STRING -> "\"" + text + "\"";
            case UUID -> "Uuid.ZERO";
            case BYTES -> "new byte[0]";
            case RECORDS -> schema.isNullable() ? "null" : "BufferPayload.EMPTY";
            case STRUCT -> "new " + schema.type().structName() + "()";
        };
    }

    /** The condition under which the field says something: it differs from its default. */
    String isSet() {
        String field = "this." + name();
        if (defaultValue().equals("null")) {
            return field + " != null";
        }
        String differs = differsFromDefault(field);
        return schema.isNullable() && !isPrimitive() ? "(" + field + " == null || " + differs + ")" : differs;
    }

    private String differsFromDefault(String field) {
        if (schema.type().isArray()) {
            return "!" + field + ".isEmpty()";
        }
        return switch (kind()) {
            case BOOL -> defaultValue().equals("true") ? "!" + field : field;
            case INT8, INT16, UINT16, INT32, UINT32, INT64, FLOAT64 -> field + " != " + defaultValue();
            case STRING ->
                defaultValue().equals("\"\"")
                        ? "!" + field + ".isEmpty()"
                        : "!" + field + ".equals(" + defaultValue() + ")";
            case UUID -> "!" + field + ".isZero()";
            case STRUCT -> "!" + field + ".isDefault()";
            case BYTES -> field + ".length != 0";
            case RECORDS -> field + ".sizeBytes() != 0";
        };
    }

    String equalTo(String other) {
        String field = "this." + name();
        String others = other + "." + name();
        if (isPrimitive()) {
            return kind() == Kind.FLOAT64
                    ? "Double.compare(" + field + ", " + others + ") == 0"
                    : field + " == " + others;
        }
        if (isBytes()) {
            return "Arrays.equals(" + field + ", " + others + ")";
        }
        return schema.isNullable()
                ? "Objects.equals(" + field + ", " + others + ")"
                : field + ".equals(" + others + ")";
    }

    /** What goes into {@code Objects.hash}. */
    String hashed() {
        return isBytes() ? "Arrays.hashCode(this." + name() + ")" : "this." + name();
    }

    /** What goes into {@code toString}; of bytes only the size, since they may be secrets and are unreadable anyway. */
    String printed() {
        if (!isBytes()) {
            return "this." + name();
        }
        String size = "this." + name() + ".length + \" bytes\"";
        return schema.isNullable() ? "(this." + name() + " == null ? \"null\" : " + size + ")" : size;
    }

    private boolean isBytes() {
        return kind() == Kind.BYTES && !schema.type().isArray();
    }

    private Kind kind() {
        return schema.type().kind();
    }
}
