package dev.naru.protocol.generator;

import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * One Java file in the making: lines that are indented by the braces in them, the imports its text needs, Javadoc.
 *
 * <p>Threading: confined to the build.
 */
final class JavaSource {
    private static final int COLUMNS_MAX = 120;
    private static final Map<String, String> IMPORTS = Map.ofEntries(
            Map.entry("ApiKey", "dev.naru.protocol.ApiKey"),
            Map.entry("ApiMessage", "dev.naru.protocol.ApiMessage"),
            Map.entry("ApiRequest", "dev.naru.protocol.ApiRequest"),
            Map.entry("ApiResponse", "dev.naru.protocol.ApiResponse"),
            Map.entry("PersistedRecord", "dev.naru.protocol.PersistedRecord"),
            Map.entry("MessageReader", "dev.naru.protocol.MessageReader"),
            Map.entry("MessageWriter", "dev.naru.protocol.MessageWriter"),
            Map.entry("UnknownTaggedField", "dev.naru.protocol.UnknownTaggedField"),
            Map.entry("UnsupportedVersionException", "dev.naru.protocol.UnsupportedVersionException"),
            Map.entry("BufferPayload", "dev.naru.common.BufferPayload"),
            Map.entry("Payload", "dev.naru.common.Payload"),
            Map.entry("Uuid", "dev.naru.common.Uuid"),
            Map.entry("ArrayList", "java.util.ArrayList"),
            Map.entry("Arrays", "java.util.Arrays"),
            Map.entry("List", "java.util.List"),
            Map.entry("Objects", "java.util.Objects"),
            Map.entry("Nullable", "org.jspecify.annotations.Nullable"));

    private final String packageName;
    private final String className;
    private final StringBuilder body = new StringBuilder();
    private int depth;

    JavaSource(String packageName, String className) {
        this.packageName = packageName;
        this.className = className;
    }

    /** Adds a line; one that starts with a closing brace stands further left, what follows an opening one further right. */
    JavaSource line(String text) {
        if (text.startsWith("}")) {
            depth--;
        }
        body.append("    ".repeat(depth)).append(text).append('\n');
        if (text.endsWith("{")) {
            depth++;
        }
        return this;
    }

    JavaSource lines(List<String> texts) {
        texts.forEach(this::line);
        return this;
    }

    JavaSource blank() {
        body.append('\n');
        return this;
    }

    /** Adds a Javadoc comment, broken into lines; {@code text} may be empty, then nothing is added. */
    JavaSource doc(String text) {
        if (text.isEmpty()) {
            return this;
        }
        int width = COLUMNS_MAX - 4 * depth;
        if (text.length() + 8 <= width) {
            return line("/** " + text + " */");
        }
        line("/**");
        StringBuilder line = new StringBuilder(" *");
        for (String word : text.split(" ", -1)) {
            if (line.length() + 1 + word.length() > width) {
                line(line.toString());
                line = new StringBuilder(" *");
            }
            line.append(' ').append(word);
        }
        line(line.toString());
        return line(" */");
    }

    /** Makes the words of a schema safe inside a Javadoc comment. */
    static String escape(String about) {
        return about.replaceAll("\\s+", " ")
                .trim()
                .replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("@", "&#64;")
                .replace("*/", "*&#47;")
                .replace("\\u", "&#92;u");
    }

    String packageName() {
        return packageName;
    }

    String className() {
        return className;
    }

    @Override
    public String toString() {
        TreeSet<String> imports = new TreeSet<>();
        IMPORTS.forEach((name, qualified) -> {
            boolean elsewhere = !qualified.equals(packageName + "." + name);
            if (elsewhere && Pattern.compile("\\b" + name + "\\b").matcher(body).find()) {
                imports.add("import " + qualified + ";\n");
            }
        });
        return "package " + packageName + ";\n\n" + String.join("", imports) + (imports.isEmpty() ? "" : "\n") + body;
    }
}
