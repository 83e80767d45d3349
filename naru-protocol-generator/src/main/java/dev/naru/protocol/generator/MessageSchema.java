package dev.naru.protocol.generator;

import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;

/**
 * One schema file: a request, a response, a header, a persisted record or a piece of embedded data.
 *
 * <p>Threading: immutable.
 */
record MessageSchema(
        String name,
        String type,
        OptionalInt apiKey,
        Versions versions,
        Versions flexible,
        boolean latestVersionUnstable,
        List<String> listeners,
        StructSchema root,
        List<StructSchema> structs) {

    boolean isRequest() {
        return type.equals("request");
    }

    boolean isResponse() {
        return type.equals("response");
    }

    /** The name without its role: {@code Fetch} for {@code FetchRequest}, {@code Topic} for {@code TopicRecord}. */
    String nameWithout(String suffix) {
        return name.endsWith(suffix) ? name.substring(0, name.length() - suffix.length()) : name;
    }

    /** {@code ApiVersions} as an enum constant: {@code API_VERSIONS}. */
    static String constantName(String camelCase) {
        return camelCase
                .replaceAll("([a-z0-9])([A-Z])", "$1_$2")
                .replaceAll("([A-Z])([A-Z][a-z])", "$1_$2")
                .toUpperCase(Locale.ROOT);
    }
}
