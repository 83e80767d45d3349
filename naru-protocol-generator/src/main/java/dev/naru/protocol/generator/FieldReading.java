package dev.naru.protocol.generator;

import dev.naru.protocol.generator.FieldType.Kind;
import java.util.List;

/**
 * The statements that read one field. Lists of primitives are read by the reader itself; lists of structs in a loop.
 *
 * <p>Threading: immutable.
 */
record FieldReading(FieldSchema field, Versions within, Versions messageFlexible) {

    /** Reads the field if {@code version} has it. */
    void writeTo(JavaSource source) {
        String condition = field.versions().condition(within);
        if (condition.equals("true")) {
            writeUnconditionally(source);
        } else {
            source.line("if (" + condition + ") {");
            writeUnconditionally(source);
            source.line("}");
        }
    }

    void writeUnconditionally(JavaSource source) {
        String target = "this." + field.javaName();
        if (field.type().isStructArray()) {
            writeListLoop(source, target);
        } else if (field.type().isStruct()) {
            writeStruct(source, target);
        } else {
            source.line(target + " = " + nullableOr(valueMethod(), lengthArgument()) + ";");
        }
    }

    private void writeStruct(JavaSource source, String target) {
        String struct = field.type().structName();
        if (field.isNullable()) {
            String question = field.tag().isPresent() ? "isTaggedStructPresent" : "isStructPresent";
            source.line("if (reader." + question + "()) {");
        }
        if (field.isNullable() || field.tag().isPresent()) {
            source.line(target + " = new " + struct + "();");
        }
        source.line(target + ".read(reader, version);");
        if (field.isNullable()) {
            if (field.isNullByDefault()) {
                source.line("}");
            } else {
                source.line("} else {").line(target + " = null;").line("}");
            }
        }
    }

    private void writeListLoop(JavaSource source, String target) {
        String struct = field.type().structName();
        String size = field.javaName() + "Size";
        String list = field.javaName() + "List";
        source.line("int " + size + " = " + nullableOr("arraySize", lengthArgument()) + ";");
        boolean nullable = field.isNullable();
        source.line("List<" + struct + "> " + list + " = " + (nullable ? size + " < 0 ? null : " : "")
                + "reader.newList(" + size + ");");
        if (nullable) {
            source.line("if (" + list + " != null) {");
        }
        source.line("for (int i = 0; i < " + size + "; i++) {")
                .line(struct + " element = new " + struct + "();")
                .line("element.read(reader, version);")
                .line(list + ".add(element);")
                .line("}");
        if (nullable) {
            source.line("}");
        }
        source.line(target + " = " + list + ";");
    }

    private String valueMethod() {
        return field.type().kind().method() + (field.type().isArray() ? "s" : "");
    }

    private String lengthArgument() {
        boolean length = field.type().isArray() || field.type().kind().hasLength();
        return length ? flexibleExpression(field, within, messageFlexible) : "";
    }

    /** The call that accepts null, the one that does not, or a choice between them by version. */
    private String nullableOr(String method, String argument) {
        String strict = "reader." + method + "(" + argument + ")";
        if (!field.isNullable()
                || (!field.type().isArray() && !canBeNull(field.type().kind()))) {
            return strict;
        }
        String capital = Character.toUpperCase(method.charAt(0)) + method.substring(1);
        String lenient = "reader.nullable" + capital + "(" + argument + ")";
        String condition = field.nullable().condition(field.versions().intersect(within));
        return switch (condition) {
            case "true" -> lenient;
            case "false" -> strict;
            default -> condition + " ? " + lenient + " : " + strict;
        };
    }

    private static boolean canBeNull(Kind kind) {
        return kind.hasLength();
    }

    /** The expression that tells whether the field's length is written the compact way: mostly the local {@code flexible}. */
    static String flexibleExpression(FieldSchema field, Versions within, Versions messageFlexible) {
        if (field.flexible().isPresent()) {
            return field.flexible().get().condition(within);
        }
        return flexibleName(within, messageFlexible);
    }

    /** {@code true} and {@code false} where all versions agree, else the local variable {@code flexible}. */
    static String flexibleName(Versions within, Versions messageFlexible) {
        String condition = messageFlexible.condition(within);
        return List.of("true", "false").contains(condition) ? condition : "flexible";
    }
}
