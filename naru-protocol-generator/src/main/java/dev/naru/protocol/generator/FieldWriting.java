package dev.naru.protocol.generator;

/**
 * The statements that write one field, or that refuse when it is set and the version has no place for it.
 *
 * <p>Threading: immutable.
 */
record FieldWriting(FieldSchema field, Versions within, Versions messageFlexible, String owner) {

    /** Writes a field that stands in its place among the others; tagged ones are written after all of these. */
    void writeTo(JavaSource source) {
        String condition = field.versions().condition(within);
        boolean always = condition.equals("true");
        if (field.tag().isPresent()) {
            if (!always) {
                writeRefusal(
                        source,
                        "if (" + field.versions().conditionNot(within) + " && " + new JavaField(field).isSet() + ") {");
            }
            return;
        }
        if (always) {
            writeUnconditionally(source);
            return;
        }
        source.line("if (" + condition + ") {");
        writeUnconditionally(source);
        if (field.ignorable()) {
            source.line("}");
        } else {
            writeRefusal(source, "} else if (" + new JavaField(field).isSet() + ") {");
        }
    }

    private void writeRefusal(JavaSource source, String opening) {
        if (field.ignorable()) {
            return;
        }
        source.line(opening)
                .line("throw UnsupportedVersionException.ofField(" + quotedNames() + ", version);")
                .line("}");
    }

    void writeUnconditionally(JavaSource source) {
        writeNullCheck(source);
        String value = "this." + field.javaName();
        if (field.type().isStructArray()) {
            writeListLoop(source, value);
        } else if (field.type().isStruct()) {
            writeStruct(source, value);
        } else {
            boolean length = field.type().isArray() || field.type().kind().hasLength();
            String method = field.type().kind().method() + (field.type().isArray() ? "s" : "");
            source.line("writer." + (length ? prefixed(method) : method) + "(" + value
                    + (length ? ", " + flexible() : "") + ");");
        }
    }

    /** Null may be a value of later versions only. */
    private void writeNullCheck(JavaSource source) {
        Versions present = field.versions().intersect(within);
        String condition = field.nullable().condition(present);
        if (!field.isNullable() || condition.equals("true")) {
            return;
        }
        String inVersion =
                condition.equals("false") ? "" : " && " + field.nullable().conditionNot(present);
        source.line("if (this." + field.javaName() + " == null" + inVersion + ") {")
                .line("throw UnsupportedVersionException.ofNull(" + quotedNames() + ", version);")
                .line("}");
    }

    private void writeStruct(JavaSource source, String value) {
        if (field.isNullable()) {
            String answer = field.tag().isPresent() ? "taggedStructPresent" : "structPresent";
            source.line("writer." + answer + "(" + value + " != null);").line("if (" + value + " != null) {");
        }
        source.line(value + ".write(writer, version);");
        if (field.isNullable()) {
            source.line("}");
        }
    }

    private void writeListLoop(JavaSource source, String value) {
        source.line("writer." + prefixed("arraySize") + "(" + value + ", " + flexible() + ");");
        if (field.isNullable()) {
            source.line("if (" + value + " != null) {");
        }
        source.line("for (" + field.type().structName() + " element : " + value + ") {")
                .line("element.write(writer, version);")
                .line("}");
        if (field.isNullable()) {
            source.line("}");
        }
    }

    private String prefixed(String method) {
        return field.isNullable() ? "nullable" + Character.toUpperCase(method.charAt(0)) + method.substring(1) : method;
    }

    private String flexible() {
        return FieldReading.flexibleExpression(field, within, messageFlexible);
    }

    private String quotedNames() {
        return "\"" + owner + "\", \"" + field.javaName() + "\"";
    }
}
