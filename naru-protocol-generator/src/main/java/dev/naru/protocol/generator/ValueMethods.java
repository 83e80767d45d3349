package dev.naru.protocol.generator;

import java.util.ArrayList;
import java.util.List;

/**
 * The methods that make a generated class a value: is it in its initial state, equality, hash, text.
 *
 * <p>Threading: immutable.
 */
record ValueMethods(String className, List<JavaField> fields, boolean flexible) {

    /** Needed by whoever holds such a struct as a field: it is left out where it says nothing. */
    void writeIsDefault(JavaSource source) {
        List<String> conditions = new ArrayList<>();
        fields.forEach(field -> conditions.add(field.isSet()));
        if (flexible) {
            conditions.add("!this.unknownTaggedFields.isEmpty()");
        }
        source.blank().line("private boolean isDefault() {");
        writeWrapped(source, "return !(", conditions, " ||", ");");
        source.line("}");
    }

    void writeEquals(JavaSource source) {
        List<String> comparisons = new ArrayList<>();
        fields.forEach(field -> comparisons.add(field.equalTo("that")));
        if (flexible) {
            comparisons.add("this.unknownTaggedFields.equals(that.unknownTaggedFields)");
        }
        source.blank().line("@Override").line("public boolean equals(@Nullable Object other) {");
        if (comparisons.isEmpty()) {
            source.line("return other instanceof " + className + ";");
        } else {
            source.line("return other instanceof " + className + " that");
            for (int i = 0; i < comparisons.size(); i++) {
                source.line("        && " + comparisons.get(i) + (i == comparisons.size() - 1 ? ";" : ""));
            }
        }
        source.line("}");
    }

    void writeHashCode(JavaSource source) {
        List<String> hashed = new ArrayList<>();
        fields.forEach(field -> hashed.add(field.hashed()));
        if (flexible) {
            hashed.add("this.unknownTaggedFields");
        }
        source.blank().line("@Override").line("public int hashCode() {");
        writeWrapped(source, "return Objects.hash(", hashed, ",", ");");
        source.line("}");
    }

    void writeToString(JavaSource source) {
        source.blank().line("@Override").line("public String toString() {");
        if (fields.isEmpty()) {
            source.line("return \"" + className + "()\";");
        }
        for (int i = 0; i < fields.size(); i++) {
            JavaField field = fields.get(i);
            String start = i == 0 ? "return \"" + className + "(" : "        + \", ";
            String end = i == fields.size() - 1 ? " + \")\";" : "";
            source.line(start + field.name() + "=\" + " + field.printed() + end);
        }
        source.line("}");
    }

    private static void writeWrapped(
            JavaSource source, String start, List<String> elements, String separator, String end) {
        if (elements.size() <= 2) {
            source.line(start + String.join(separator + " ", elements) + end);
            return;
        }
        source.line(start);
        for (int i = 0; i < elements.size(); i++) {
            source.line("        " + elements.get(i) + (i == elements.size() - 1 ? end : separator));
        }
    }
}
