package dev.naru.protocol.generator;

/**
 * The class of one message, with its structs nested in it.
 *
 * <p>Threading: immutable.
 */
record MessageClass(String packageName, MessageSchema message) {

    JavaSource source() {
        JavaSource source = new JavaSource(packageName, message.name());
        String words = MessageSchema.constantName(message.name())
                .toLowerCase(java.util.Locale.ROOT)
                .replace('_', ' ');
        source.doc("Kafka's " + words + ", versions " + message.versions() + " (flexible: " + message.flexible()
                        + "). Generated from its schema. Threading: confined to whoever holds the message.")
                .line("public final class " + message.name() + " implements " + interfaceName() + " {")
                .line("public static final short LOWEST_VERSION = "
                        + message.versions().lowest() + ";")
                .line("public static final short HIGHEST_VERSION = "
                        + message.versions().highest() + ";")
                .blank();
        new StructClass(message, message.root()).writeBody(source);
        writeDescription(source);
        for (StructSchema struct : message.structs()) {
            if (!struct.versions().isEmpty()) {
                source.blank()
                        .doc(JavaSource.escape(struct.about()))
                        .line("public static final class " + struct.name() + " {");
                new StructClass(message, struct).writeBody(source);
                source.line("}");
            }
        }
        return source.line("}");
    }

    private String interfaceName() {
        return switch (message.type()) {
            case "request" -> "ApiRequest";
            case "response" -> "ApiResponse";
            case "metadata", "coordinator-key", "coordinator-value" -> "PersistedRecord";
            default -> "ApiMessage";
        };
    }

    private void writeDescription(JavaSource source) {
        writeConstant(source, "short", "lowestVersion", "LOWEST_VERSION");
        writeConstant(source, "short", "highestVersion", "HIGHEST_VERSION");
        switch (interfaceName()) {
            case "ApiRequest" -> writeConstant(source, "ApiKey", "apiKey", "ApiKey." + constant("Request"));
            case "ApiResponse" -> writeConstant(source, "ApiKey", "apiKey", "ApiKey." + constant("Response"));
            case "PersistedRecord" ->
                writeConstant(
                        source,
                        "short",
                        "recordType",
                        Integer.toString(message.apiKey().getAsInt()));
            default -> {}
        }
    }

    private String constant(String role) {
        return MessageSchema.constantName(message.nameWithout(role));
    }

    private static void writeConstant(JavaSource source, String type, String method, String value) {
        source.blank()
                .line("@Override")
                .line("public " + type + " " + method + "() {")
                .line("return " + value + ";")
                .line("}");
    }
}
