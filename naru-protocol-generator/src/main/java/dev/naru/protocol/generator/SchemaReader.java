package dev.naru.protocol.generator;

import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Reads schema files. A key that this generator does not know stops the build: a new kind of statement in a schema must
 * never be skipped silently.
 *
 * <p>Threading: confined to the build.
 */
final class SchemaReader {
    private static final Set<String> MESSAGE_KEYS = Set.of(
            "name",
            "type",
            "apiKey",
            "validVersions",
            "flexibleVersions",
            "latestVersionUnstable",
            "listeners",
            "fields",
            "commonStructs");
    // entityType says which kind of name or id a value is, mapKey which container Kafka's own classes use, and zeroCopy
    // whether these share memory with the request; none of them changes a byte.
    private static final Set<String> FIELD_KEYS = Set.of(
            "name",
            "type",
            "versions",
            "nullableVersions",
            "taggedVersions",
            "tag",
            "default",
            "ignorable",
            "flexibleVersions",
            "about",
            "fields",
            "entityType",
            "mapKey",
            "zeroCopy");

    private final ObjectMapper json =
            JsonMapper.builder().enable(JsonReadFeature.ALLOW_JAVA_COMMENTS).build();

    /** The schemas of a folder, in the order of their names. */
    List<MessageSchema> readFolder(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".json"))
                    .sorted()
                    .map(this::readFile)
                    .toList();
        }
    }

    private MessageSchema readFile(Path file) {
        try {
            return readMessage(json.readTree(file.toFile()));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read schema " + file, e);
        } catch (RuntimeException e) {
            throw new IllegalArgumentException("cannot understand schema " + file.getFileName(), e);
        }
    }

    private static MessageSchema readMessage(JsonNode node) {
        checkKeys(node, MESSAGE_KEYS);
        String name = node.get("name").asText();
        Versions versions = versions(node, "validVersions", Versions.NONE);
        Map<String, StructSchema> structs = new LinkedHashMap<>();
        for (JsonNode common : node.path("commonStructs")) {
            Versions within = versions(common, "versions", Versions.ALL).intersect(versions);
            collectStruct(common.get("name").asText(), within, common, structs);
        }
        List<FieldSchema> fields = readFields(node, versions, structs);
        return new MessageSchema(
                name,
                node.get("type").asText(),
                node.has("apiKey") ? OptionalInt.of(node.get("apiKey").asInt()) : OptionalInt.empty(),
                versions,
                versions(node, "flexibleVersions", Versions.NONE),
                node.path("latestVersionUnstable").asBoolean(false),
                texts(node.path("listeners")),
                new StructSchema(name, versions, fields, ""),
                List.copyOf(structs.values()));
    }

    private static void collectStruct(String name, Versions within, JsonNode node, Map<String, StructSchema> structs) {
        // The place is taken first: structs stand in the order of the schema, outer before inner.
        if (structs.put(name, new StructSchema(name, within, List.of(), "")) != null) {
            throw new IllegalArgumentException("struct " + name + " is declared twice");
        }
        List<FieldSchema> fields = readFields(node, within, structs);
        structs.put(
                name, new StructSchema(name, within, fields, node.path("about").asText("")));
    }

    private static List<FieldSchema> readFields(JsonNode parent, Versions within, Map<String, StructSchema> structs) {
        List<FieldSchema> fields = new ArrayList<>();
        for (JsonNode node : parent.path("fields")) {
            checkKeys(node, FIELD_KEYS);
            FieldSchema field = readField(node, within);
            fields.add(field);
            if (node.has("fields")) {
                collectStruct(field.type().structName(), field.versions().intersect(within), node, structs);
            }
        }
        return fields;
    }

    private static FieldSchema readField(JsonNode node, Versions within) {
        FieldSchema field = new FieldSchema(
                node.get("name").asText(),
                FieldType.parse(node.get("type").asText()),
                versions(node, "versions", versions(node, "taggedVersions", Versions.NONE)),
                versions(node, "nullableVersions", Versions.NONE),
                versions(node, "taggedVersions", Versions.NONE),
                node.has("tag") ? OptionalInt.of(node.get("tag").asInt()) : OptionalInt.empty(),
                // A bare null is no default for Kafka's own generator, only the text "null" is; the bytes depend on it.
                node.hasNonNull("default") ? Optional.of(node.get("default").asText()) : Optional.empty(),
                node.path("ignorable").asBoolean(false),
                node.has("flexibleVersions")
                        ? Optional.of(versions(node, "flexibleVersions", Versions.NONE))
                        : Optional.empty(),
                node.path("about").asText(""));
        check(field, within);
        return field;
    }

    /** What the generated code relies on; Kafka's schemas have always been so. */
    private static void check(FieldSchema field, Versions within) {
        Versions present = field.versions().intersect(within);
        if (field.tag().isPresent() == field.tagged().isEmpty()) {
            throw new IllegalArgumentException(field.name() + ": a tag and its versions go together");
        }
        if (field.tag().isPresent() && !field.tagged().covers(present)) {
            throw new IllegalArgumentException(field.name() + ": tagged in some versions only");
        }
        if (field.type().isStruct() && field.isNullable() && !field.nullable().covers(present)) {
            throw new IllegalArgumentException(field.name() + ": a struct that is nullable in some versions only");
        }
        if (field.isNullByDefault() && !field.isNullable()) {
            throw new IllegalArgumentException(field.name() + ": null by default but not nullable");
        }
    }

    private static void checkKeys(JsonNode node, Set<String> known) {
        Set<String> unknown = new TreeSet<>();
        node.fieldNames().forEachRemaining(key -> {
            if (!known.contains(key)) {
                unknown.add(key);
            }
        });
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException("statements this generator does not know: " + unknown);
        }
    }

    private static Versions versions(JsonNode node, String key, Versions otherwise) {
        return node.has(key) ? Versions.parse(node.get(key).asText()) : otherwise;
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(element -> texts.add(element.asText()));
        return texts;
    }
}
