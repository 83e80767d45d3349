package dev.naru.protocol.generator;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * The table of one family of persisted records: their type numbers, and how to make an empty one. Records of the metadata
 * log are one message each; those of an internal topic are a key and a value.
 *
 * <p>Threading: immutable.
 */
record RecordTypeEnum(String packageName, String family, List<MessageSchema> messages) {

    JavaSource source() {
        String name = Character.toUpperCase(family.charAt(0)) + family.substring(1) + "RecordType";
        JavaSource source = new JavaSource(packageName, name);
        source.doc("The types of " + family + " records, by the number that stands before each. Generated from the "
                        + "schemas. Threading: immutable.")
                .line("public enum " + name + " {");
        List<MessageSchema> leading = leading();
        for (int i = 0; i < leading.size(); i++) {
            MessageSchema message = leading.get(i);
            source.line(constant(message) + "(" + message.apiKey().getAsInt() + ")"
                    + (i == leading.size() - 1 ? ";" : ","));
        }
        source.blank()
                .line("private final short id;")
                .blank()
                .line(name + "(int id) {")
                .line("this.id = (short) id;")
                .line("}")
                .blank()
                .doc("The number that stands before such a record.")
                .line("public short id() {")
                .line("return this.id;")
                .line("}");
        writeById(source, name);
        if (isKeyed()) {
            writeFactory(source, "Key");
            writeFactory(source, "Value");
        } else {
            writeFactory(source, "Record");
        }
        return source.line("}");
    }

    private boolean isKeyed() {
        return messages.stream().anyMatch(message -> message.type().equals("coordinator-key"));
    }

    private List<MessageSchema> leading() {
        String type = isKeyed() ? "coordinator-key" : "metadata";
        return messages.stream()
                .filter(message -> message.type().equals(type))
                .sorted(Comparator.comparingInt(message -> message.apiKey().getAsInt()))
                .toList();
    }

    private String constant(MessageSchema message) {
        return MessageSchema.constantName(message.nameWithout(isKeyed() ? "Key" : "Record"));
    }

    private void writeById(JavaSource source, String name) {
        source.blank()
                .doc("The type with this number, or null if there is none.")
                .line("public static @Nullable " + name + " byId(int id) {")
                .line("return switch (id) {");
        leading()
                .forEach(message ->
                        source.line("case " + message.apiKey().getAsInt() + " -> " + constant(message) + ";"));
        source.line("default -> null;").line("};").line("}");
    }

    private void writeFactory(JavaSource source, String role) {
        source.blank()
                .doc("A new, empty " + role.toLowerCase(Locale.ROOT) + " of this type.")
                .line("public PersistedRecord new" + role + "() {")
                .line("return switch (this.id) {");
        for (MessageSchema message : leading()) {
            String stem = message.nameWithout(isKeyed() ? "Key" : "Record");
            source.line("case " + message.apiKey().getAsInt() + " -> new " + stem + role + "();");
        }
        source.line("default -> throw new IllegalStateException(\"no record for \" + this);")
                .line("};")
                .line("}");
    }
}
