package dev.naru.client;

import dev.naru.record.Header;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What an application puts into a record. The arrays are not copied: leave them alone.
 *
 * <p>Two bodies are equal if their bytes are.
 *
 * <p>Threading: immutable, if its arrays are left alone.
 */
public final class RecordBody {
    private final byte @Nullable [] key;
    private final byte @Nullable [] value;
    private final List<Header> headers;

    /**
     * @param key by it a record finds its partition, and compaction what replaces it; null if there is none
     * @param value null deletes the key in a compacted topic
     * @param headers in order; a name may come up more than once
     */
    public RecordBody(byte @Nullable [] key, byte @Nullable [] value, List<Header> headers) {
        this.key = key;
        this.value = value;
        this.headers = List.copyOf(headers);
    }

    public byte @Nullable [] key() {
        return key;
    }

    public byte @Nullable [] value() {
        return value;
    }

    public List<Header> headers() {
        return headers;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof RecordBody that
                && Arrays.equals(key, that.key)
                && Arrays.equals(value, that.value)
                && headers.equals(that.headers);
    }

    @Override
    public int hashCode() {
        return Objects.hash(Arrays.hashCode(key), Arrays.hashCode(value), headers);
    }

    /** Sizes only: the bytes may be anything. */
    @Override
    public String toString() {
        return "key of " + size(key) + ", value of " + size(value) + ", " + headers.size() + " headers";
    }

    private static String size(byte @Nullable [] bytes) {
        return bytes == null ? "null" : bytes.length + " bytes";
    }
}
