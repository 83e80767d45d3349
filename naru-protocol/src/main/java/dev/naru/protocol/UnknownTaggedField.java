package dev.naru.protocol;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A tagged field that this build does not know: kept as it came, and written back. The bytes are not copied again, so
 * nobody changes them.
 *
 * <p>Threading: immutable by agreement.
 */
@SuppressWarnings("ArrayRecordComponent") // equals and hashCode compare the content
public record UnknownTaggedField(int tag, byte[] data) {
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof UnknownTaggedField that && tag == that.tag && Arrays.equals(data, that.data);
    }

    @Override
    public int hashCode() {
        return 31 * tag + Arrays.hashCode(data);
    }

    @Override
    public String toString() {
        return "UnknownTaggedField[tag=" + tag + ", " + data.length + " bytes]";
    }
}
