package dev.naru.record;

import java.nio.ByteBuffer;
import java.util.List;

/** What {@link BatchValidator} found. */
public sealed interface Validation {
    /**
     * The batch may be appended, once its place is stamped.
     *
     * @param batch the whole batch: the bytes that came in, corrected in place, or new ones if they had to be encoded again
     */
    record Accepted(ByteBuffer batch) implements Validation {}

    /** The batch may not be appended; {@code message} says why, to the client. */
    record Rejected(Reason reason, String message, List<RecordError> recordErrors) implements Validation {
        Rejected(Reason reason, String message) {
            this(reason, message, List.of());
        }
    }

    /**
     * What is wrong with one record of a batch.
     *
     * @param index the how many-eth of its batch, from zero
     */
    record RecordError(int index, String message) {}

    /** Why a batch was turned away, and the error by which Kafka tells a producer. */
    enum Reason {
        /** Bytes that are no batch, or whose checksum is wrong: CORRUPT_MESSAGE. */
        CORRUPT,
        /** A magic other than 2: INVALID_RECORD in the produce versions that are served, UNSUPPORTED_FOR_MESSAGE_FORMAT before. */
        UNSUPPORTED_FORMAT,
        /** A codec that does not exist: UNSUPPORTED_COMPRESSION_TYPE. */
        UNSUPPORTED_COMPRESSION,
        /** Larger than {@code max.message.bytes}: MESSAGE_TOO_LARGE. */
        TOO_LARGE,
        /** A timestamp the topic does not take: INVALID_TIMESTAMP. */
        INVALID_TIMESTAMP,
        /** Anything else a client may not send: INVALID_RECORD. */
        INVALID_RECORD
    }
}
