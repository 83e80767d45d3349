package dev.naru.record;

import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A record by itself, as a consumer gets it. Its buffers stay valid as long as the buffer of its batch does if the batch
 * was not compressed, and for good if it was.
 */
@SuppressWarnings("JavaLangClash") // It is the noun of the field, and nobody names java.lang.Record.
public record Record(
        long offset,
        long timestamp,
        TimestampType timestampType,
        @Nullable ByteBuffer key,
        @Nullable ByteBuffer value,
        List<Header> headers) {}
