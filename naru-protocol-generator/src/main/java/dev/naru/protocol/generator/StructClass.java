package dev.naru.protocol.generator;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The body of one class: fields, accessors, reading, writing, equality. A message's own class and the structs nested in it
 * differ only in their first line.
 *
 * <p>Threading: immutable.
 */
record StructClass(MessageSchema message, StructSchema struct) {

    void writeBody(JavaSource source) {
        fields().forEach(field ->
                source.line("private " + field.declaredType() + " " + field.name() + field.initializer() + ";"));
        if (isEverFlexible()) {
            source.line("private List<UnknownTaggedField> unknownTaggedFields = List.of();");
        }
        fields().forEach(field -> writeAccessors(source, field));
        if (isEverFlexible()) {
            source.blank()
                    .doc("Tagged fields that this version of Naru does not know, in the order of their tags.")
                    .line("public List<UnknownTaggedField> unknownTaggedFields() {")
                    .line("return this.unknownTaggedFields;")
                    .line("}");
            writeSetter(source, "List<UnknownTaggedField>", "unknownTaggedFields", "");
        }
        writeRead(source);
        writeWrite(source);
        ValueMethods values = new ValueMethods(struct.name(), fields(), isEverFlexible());
        if (isFieldOfAnother()) {
            values.writeIsDefault(source);
        }
        values.writeEquals(source);
        values.writeHashCode(source);
        values.writeToString(source);
    }

    private void writeAccessors(JavaSource source, JavaField field) {
        FieldSchema schema = field.schema();
        Versions present = schema.versions().intersect(struct.versions());
        String since = present.covers(struct.versions()) ? "" : "Versions " + present + ".";
        String about = (JavaSource.escape(schema.about()) + " " + since).trim();
        source.blank()
                .doc(about)
                .line("public " + field.declaredType() + " " + field.name() + "() {")
                .line("return this." + field.name() + ";")
                .line("}");
        writeSetter(source, field.declaredType(), field.name(), "");
    }

    private void writeSetter(JavaSource source, String type, String name, String doc) {
        source.blank()
                .doc(doc)
                .line("public " + struct.name() + " " + name + "(" + type + " " + name + ") {")
                .line("this." + name + " = " + name + ";")
                .line("return this;")
                .line("}");
    }

    private boolean isRoot() {
        return struct.name().equals(message.name());
    }

    private void writeRead(JavaSource source) {
        source.blank();
        if (isRoot()) {
            source.line("@Override")
                    .line("public void read(MessageReader reader, short version) {")
                    .line("UnsupportedVersionException.check(\"" + message.name()
                            + "\", version, LOWEST_VERSION, HIGHEST_VERSION);");
        } else {
            source.line("private void read(MessageReader reader, short version) {");
        }
        declareFlexible(source);
        untagged().forEach(field -> new FieldReading(field, within(), message.flexible()).writeTo(source));
        inFlexible(source, () -> writeReadTags(source), () -> {});
        source.line("}");
    }

    private void writeReadTags(JavaSource source) {
        source.line("for (int tags = reader.tagCount(); tags > 0; tags--) {")
                .line("int tag = reader.tag();")
                .line("int end = reader.tagEnd();");
        String opening = "if (";
        for (FieldSchema field : tagged()) {
            String condition = field.versions().condition(within().intersect(message.flexible()));
            String inVersion = condition.equals("true") ? "" : " && " + condition;
            source.line(opening + "tag == " + field.tag().getAsInt() + inVersion + ") {");
            new FieldReading(field, within(), message.flexible()).writeUnconditionally(source);
            opening = "} else if (";
        }
        if (!tagged().isEmpty()) {
            source.line("} else {");
        }
        source.line("this.unknownTaggedFields = reader.unknownTag(this.unknownTaggedFields, tag, end);");
        if (!tagged().isEmpty()) {
            source.line("}");
        }
        source.line("reader.endTag(end);").line("}");
    }

    private void writeWrite(JavaSource source) {
        source.blank();
        if (isRoot()) {
            source.line("@Override")
                    .line("public void write(MessageWriter writer, short version) {")
                    .line("UnsupportedVersionException.check(\"" + message.name()
                            + "\", version, LOWEST_VERSION, HIGHEST_VERSION);");
        } else {
            source.line("private void write(MessageWriter writer, short version) {");
        }
        declareFlexible(source);
        struct.livingFields().forEach(field -> writing(field).writeTo(source));
        inFlexible(
                source,
                () -> writeTags(source),
                () -> source.line("} else if (!this.unknownTaggedFields.isEmpty()) {")
                        .line("throw UnsupportedVersionException.ofField(\"" + struct.name()
                                + "\", \"unknownTaggedFields\", version);"));
        source.line("}");
    }

    private void writeTags(JavaSource source) {
        if (tagged().isEmpty()) {
            source.line("writer.unknownTags(this.unknownTaggedFields);");
            return;
        }
        source.line("int tags = this.unknownTaggedFields.size();");
        for (FieldSchema field : tagged()) {
            source.line("if (" + tagCondition(field) + ") {").line("tags++;").line("}");
        }
        source.line("writer.tagCount(tags);").line("int unknown = 0;");
        for (FieldSchema field : tagged()) {
            int tag = field.tag().getAsInt();
            source.line("if (" + tagCondition(field) + ") {")
                    .line("unknown = writer.unknownTagsBelow(" + tag + ", this.unknownTaggedFields, unknown);")
                    .line("writer.beginTag(" + tag + ");");
            writing(field).writeUnconditionally(source);
            source.line("writer.endTag();").line("}");
        }
        source.line("writer.unknownTagsFrom(unknown, this.unknownTaggedFields);");
    }

    private String tagCondition(FieldSchema field) {
        String condition = field.versions().condition(within().intersect(message.flexible()));
        String set = new JavaField(field).isSet();
        return condition.equals("true") ? set : condition + " && " + set;
    }

    private FieldWriting writing(FieldSchema field) {
        return new FieldWriting(field, within(), message.flexible(), struct.name());
    }

    private void declareFlexible(JavaSource source) {
        if (FieldReading.flexibleName(within(), message.flexible()).equals("flexible")) {
            source.line("boolean flexible = " + message.flexible().condition(within()) + ";");
        }
    }

    /** What is done in flexible versions only, and in a branch of its own in the others. */
    private void inFlexible(JavaSource source, Runnable body, Runnable otherwise) {
        switch (FieldReading.flexibleName(within(), message.flexible())) {
            case "true" -> body.run();
            case "false" -> {}
            default -> {
                source.line("if (flexible) {");
                body.run();
                otherwise.run();
                source.line("}");
            }
        }
    }

    /** Structs that are fields of their own, not elements of lists, are left out of messages where they say nothing. */
    private boolean isFieldOfAnother() {
        return Stream.concat(Stream.of(message.root()), message.structs().stream())
                .flatMap(other -> other.livingFields().stream())
                .anyMatch(field ->
                        field.type().isStruct() && field.type().structName().equals(struct.name()));
    }

    private List<JavaField> fields() {
        return struct.livingFields().stream().map(JavaField::new).toList();
    }

    private List<FieldSchema> untagged() {
        return struct.livingFields().stream()
                .filter(field -> field.tag().isEmpty())
                .toList();
    }

    private List<FieldSchema> tagged() {
        return struct.livingFields().stream()
                .filter(field -> field.tag().isPresent())
                .sorted(Comparator.comparingInt(field -> field.tag().getAsInt()))
                .toList();
    }

    private boolean isEverFlexible() {
        return !message.flexible().intersect(within()).isEmpty();
    }

    private Versions within() {
        return struct.versions();
    }
}
