package dev.naru.record;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** A header of a record: a name, which may come up more than once, and bytes or null. */
public record Header(String key, @Nullable ByteBuffer value) {
    /** A header whose value is text. */
    public static Header of(String key, String value) {
        return new Header(key, ByteBuffer.wrap(value.getBytes(StandardCharsets.UTF_8)));
    }
}
