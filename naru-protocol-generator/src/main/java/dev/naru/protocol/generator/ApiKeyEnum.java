package dev.naru.protocol.generator;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The table of API keys: one constant for each request, with its versions and who serves it.
 *
 * <p>Threading: immutable.
 */
record ApiKeyEnum(String packageName, List<MessageSchema> messages) {

    JavaSource source() {
        JavaSource source = new JavaSource(packageName, "ApiKey");
        source.doc("The kinds of request of the Kafka protocol, with the versions this build can encode. A key without "
                        + "versions is one that Kafka itself has withdrawn. Generated from the schemas. "
                        + "Threading: immutable.")
                .line("public enum ApiKey {");
        List<MessageSchema> requests = requests();
        for (int i = 0; i < requests.size(); i++) {
            source.line(constant(requests.get(i)) + (i == requests.size() - 1 ? ";" : ","));
        }
        source.blank().line("private static final ApiKey[] BY_ID = values();").blank();
        writeState(source);
        writeById(source);
        writeAccessors(source);
        writeHeaderVersions(source);
        writeFactory(source, "Request");
        writeFactory(source, "Response");
        return source.line("}");
    }

    private List<MessageSchema> requests() {
        List<MessageSchema> requests = messages.stream()
                .filter(MessageSchema::isRequest)
                .sorted(Comparator.comparingInt(message -> message.apiKey().getAsInt()))
                .toList();
        for (int id = 0; id < requests.size(); id++) {
            if (requests.get(id).apiKey().getAsInt() != id) {
                throw new IllegalStateException("API key " + id + " has no request, the table would have a hole");
            }
        }
        checkResponses(requests);
        return requests;
    }

    private void checkResponses(List<MessageSchema> requests) {
        Map<String, MessageSchema> responses = messages.stream()
                .filter(MessageSchema::isResponse)
                .collect(Collectors.toMap(message -> message.nameWithout("Response"), Function.identity()));
        for (MessageSchema request : requests) {
            MessageSchema response = responses.get(request.nameWithout("Request"));
            if (response == null
                    || !response.versions().equals(request.versions())
                    || !flexible(response).equals(flexible(request))) {
                throw new IllegalStateException(request.name() + " and its response differ in their versions");
            }
        }
    }

    private static Versions flexible(MessageSchema message) {
        return message.flexible().intersect(message.versions());
    }

    private static String constant(MessageSchema request) {
        Versions flexible = flexible(request);
        int lowestFlexible = flexible.isEmpty() ? Short.MAX_VALUE : flexible.lowest();
        List<String> listeners = request.listeners();
        return MessageSchema.constantName(request.nameWithout("Request")) + "("
                + String.join(
                        ", ",
                        Integer.toString(request.apiKey().getAsInt()),
                        Integer.toString(request.versions().lowest()),
                        Integer.toString(request.versions().highest()),
                        Integer.toString(lowestFlexible),
                        Boolean.toString(request.latestVersionUnstable()),
                        Boolean.toString(listeners.contains("broker")),
                        Boolean.toString(listeners.contains("controller")))
                + ")";
    }

    private static void writeState(JavaSource source) {
        source.lines(List.of(
                "private final short id;",
                "private final short lowestVersion;",
                "private final short highestVersion;",
                "private final short lowestFlexibleVersion;",
                "private final boolean latestVersionUnstable;",
                "private final boolean onBroker;",
                "private final boolean onController;",
                "",
                "ApiKey(",
                "        int id,",
                "        int lowestVersion,",
                "        int highestVersion,",
                "        int lowestFlexibleVersion,",
                "        boolean latestVersionUnstable,",
                "        boolean onBroker,"));
        source.line("        boolean onController) {")
                .line("this.id = (short) id;")
                .line("this.lowestVersion = (short) lowestVersion;")
                .line("this.highestVersion = (short) highestVersion;")
                .line("this.lowestFlexibleVersion = (short) lowestFlexibleVersion;")
                .line("this.latestVersionUnstable = latestVersionUnstable;")
                .line("this.onBroker = onBroker;")
                .line("this.onController = onController;")
                .line("}");
    }

    private static void writeById(JavaSource source) {
        source.blank()
                .doc("The key with this number, or null if there is none.")
                .line("public static @Nullable ApiKey byId(int id) {")
                .line("return id >= 0 && id < BY_ID.length ? BY_ID[id] : null;")
                .line("}");
    }

    private static void writeAccessors(JavaSource source) {
        accessor(source, "The key's number on the wire.", "short id()", "this.id");
        accessor(source, "The lowest version that can be encoded.", "short lowestVersion()", "this.lowestVersion");
        accessor(
                source,
                "The lowest version to name in an ApiVersions response. librdkafka takes a broker without Produce 0 for "
                        + "one that cannot decompress, so Kafka names versions there that it refuses (KAFKA-18659).",
                "short lowestAdvertisedVersion()",
                "this == PRODUCE ? (short) 0 : this.lowestVersion");
        accessor(
                source,
                "The highest version that can be encoded; below the lowest if Kafka has withdrawn the key.",
                "short highestVersion()",
                "this.highestVersion");
        accessor(
                source,
                "The highest version that Kafka calls stable.",
                "short highestStableVersion()",
                "this.latestVersionUnstable ? (short) (this.highestVersion - 1) : this.highestVersion");
        accessor(
                source,
                "True if request and response of this version can be read and written.",
                "boolean supports(short version)",
                "version >= this.lowestVersion && version <= this.highestVersion");
        accessor(
                source,
                "True if this version has compact lengths and tagged fields.",
                "boolean isFlexible(short version)",
                "version >= this.lowestFlexibleVersion");
        accessor(source, "True if brokers serve it to clients.", "boolean isOnBroker()", "this.onBroker");
        accessor(source, "True if Kafka's controllers serve it.", "boolean isOnController()", "this.onController");
    }

    private static void writeHeaderVersions(JavaSource source) {
        accessor(
                source,
                "The version of the header before a request of this version.",
                "short requestHeaderVersion(short version)",
                "isFlexible(version) ? (short) 2 : (short) 1");
        accessor(
                source,
                "The version of the header before a response of this version. A client that asks for ApiVersions does "
                        + "not know yet what the broker speaks, so that response never has tagged fields in its header.",
                "short responseHeaderVersion(short version)",
                "isFlexible(version) && this != API_VERSIONS ? (short) 1 : (short) 0");
    }

    private static void accessor(JavaSource source, String doc, String signature, String value) {
        source.blank()
                .doc(doc)
                .line("public " + signature + " {")
                .line("return " + value + ";")
                .line("}");
    }

    /**
     * A switch, not a field per constant: a message class is loaded when the first message of its kind arrives. It is one
     * over the number, because one over the constants would need a table that is filled at start-up.
     */
    private void writeFactory(JavaSource source, String role) {
        source.blank()
                .doc("A new, empty " + role.toLowerCase(java.util.Locale.ROOT) + ".")
                .line("public Api" + role + " new" + role + "() {")
                .line("return switch (this.id) {");
        for (MessageSchema request : requests()) {
            String name = request.nameWithout("Request");
            boolean withdrawn = request.versions().isEmpty();
            source.line("case " + request.apiKey().getAsInt() + " -> "
                    + (withdrawn
                            ? "throw new UnsupportedVersionException(\"Kafka has withdrawn " + name + "\");"
                            : "new " + packageName + ".message." + name + role + "();"));
        }
        source.line("default -> throw new IllegalStateException(\"no message for \" + this);")
                .line("};")
                .line("}");
    }
}
