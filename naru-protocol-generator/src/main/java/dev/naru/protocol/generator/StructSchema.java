package dev.naru.protocol.generator;

import java.util.List;

/**
 * A struct inside a message, or the message's own fields seen as a struct. {@code versions} are those in which it can
 * appear at all, so that its code asks for no version that cannot happen.
 *
 * <p>Threading: immutable.
 */
record StructSchema(String name, Versions versions, List<FieldSchema> fields, String about) {
    /** The fields that appear in some version; the others are history. */
    List<FieldSchema> livingFields() {
        return fields.stream()
                .filter(field -> !field.versions().intersect(versions).isEmpty())
                .toList();
    }
}
