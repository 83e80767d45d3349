package dev.naru.record;

import java.nio.ByteBuffer;

/** Checks what a client asks to append. */
@SuppressWarnings("DoNotCallSuggester") // only until it is written
public final class BatchValidator implements AutoCloseable {
    public BatchValidator() {}

    /**
     * Checks the records a client sent for one partition: exactly one batch, between position and limit of {@code records}.
     * An accepted batch was corrected in place where the topic asks for it; its base offset and leader epoch are still to be
     * stamped.
     *
     * @param nowMs the leader's time, for timestamps out of range and for {@link TimestampType#LOG_APPEND_TIME}
     */
    public Validation validate(ByteBuffer records, TopicRules rules, long nowMs) {
        throw new UnsupportedOperationException("soon " + records + rules + nowMs);
    }

    /** Gives back what the codecs hold outside the heap. */
    @Override
    public void close() {}
}
