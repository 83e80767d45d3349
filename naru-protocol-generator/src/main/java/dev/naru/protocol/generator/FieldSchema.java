package dev.naru.protocol.generator;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * One field of a message or struct, as its schema declares it. {@code defaultText} is what the schema says, not yet read
 * as a value of the field's type; {@code flexible} is there only where a field departs from its message (the client id in
 * the request header).
 *
 * <p>Threading: immutable.
 */
record FieldSchema(
        String name,
        FieldType type,
        Versions versions,
        Versions nullable,
        Versions tagged,
        OptionalInt tag,
        Optional<String> defaultText,
        boolean ignorable,
        Optional<Versions> flexible,
        String about) {

    /** The name in Java: the schema's with a small first letter. */
    String javaName() {
        return Character.toLowerCase(name.charAt(0)) + name.substring(1);
    }

    boolean isNullable() {
        return !nullable.isEmpty();
    }

    /** True if the value of a new message is null. */
    boolean isNullByDefault() {
        return defaultText.isPresent() && defaultText.get().equals("null");
    }
}
