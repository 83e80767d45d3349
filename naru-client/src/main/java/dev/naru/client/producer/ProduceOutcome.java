package dev.naru.client.producer;

import dev.naru.client.ClientException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What became of one batch.
 *
 * @param kind what to do about it
 * @param baseOffset offset of its first record if stored, or -1
 * @param logAppendTimeMs the log's time for all its records if the topic uses that, or -1
 * @param failure what went wrong, null if stored
 */
record ProduceOutcome(
        Kind kind,
        long baseOffset,
        long logAppendTimeMs,
        @Nullable ClientException failure) {
    enum Kind {
        /** The records are in the log, now or since an earlier try. */
        STORED,
        /** Nothing is known or it was refused for now: send the same bytes again. */
        RETRIABLE,
        /** The broker has a gap before this batch. */
        OUT_OF_SEQUENCE,
        /** The broker does not take this producer id and epoch any more. */
        IDENTITY_LOST,
        /** Refused for its size. */
        TOO_LARGE,
        /** Refused for good. */
        REFUSED
    }

    static ProduceOutcome stored(long baseOffset, long logAppendTimeMs) {
        return new ProduceOutcome(Kind.STORED, baseOffset, logAppendTimeMs, null);
    }

    /** A call that came back without an answer. */
    static ProduceOutcome failed(ClientException reason) {
        return of(reason.isRetriable() ? Kind.RETRIABLE : Kind.REFUSED, reason);
    }

    /** What went wrong; not for what is stored. */
    ClientException reason() {
        return Objects.requireNonNull(failure, "nothing went wrong");
    }

    static ProduceOutcome of(Kind kind, ClientException reason) {
        return new ProduceOutcome(kind, -1, -1, reason);
    }
}
