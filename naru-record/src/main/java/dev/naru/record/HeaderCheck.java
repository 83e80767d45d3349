package dev.naru.record;

import dev.naru.record.Validation.Reason;
import dev.naru.record.Validation.Rejected;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * What can be said about a client's batch from its header and its checksum.
 *
 * <p>Threading: stateless.
 */
final class HeaderCheck {
    private static final int LENGTH_MIN = BatchView.HEADER_SIZE_BYTES - BatchView.PREFIX_SIZE_BYTES;

    private HeaderCheck() {}

    /** Null if there is exactly one batch between position and limit, by its length and magic, and it is not too large. */
    static @Nullable Rejected checkShape(ByteBuffer records, TopicRules rules) {
        int size = records.remaining();
        int start = records.position();
        if (size == 0) {
            return reject(
                    Reason.INVALID_RECORD, "a produce request has exactly one batch per partition, this has none");
        }
        // The magic is at the same place in every format there ever was.
        if (size > BatchView.MAGIC_INDEX && records.get(start + BatchView.MAGIC_INDEX) != BatchView.MAGIC) {
            return reject(
                    Reason.UNSUPPORTED_FORMAT,
                    "records of magic " + records.get(start + BatchView.MAGIC_INDEX) + " are not supported, only 2 is");
        }
        if (size < BatchView.HEADER_SIZE_BYTES) {
            return reject(Reason.CORRUPT, size + " bytes are less than the header of a batch");
        }
        int length = records.getInt(start + BatchView.LENGTH_INDEX);
        if (length < LENGTH_MIN) {
            return reject(Reason.CORRUPT, "a batch of " + length + " bytes is not possible");
        }
        if (length > size - BatchView.PREFIX_SIZE_BYTES) {
            // To Kafka this is no batch at all, and so nothing a producer should send again.
            return reject(Reason.INVALID_RECORD, "a batch of " + length + " bytes is cut short at " + size + " bytes");
        }
        if (length < size - BatchView.PREFIX_SIZE_BYTES) {
            return reject(
                    Reason.INVALID_RECORD, "a produce request has exactly one batch per partition, this has more");
        }
        if (size > rules.batchSizeBytesMax()) {
            return reject(
                    Reason.TOO_LARGE,
                    "a batch of " + size + " bytes is larger than max.message.bytes " + rules.batchSizeBytesMax());
        }
        return null;
    }

    /** Null if this is a batch that a client may send. */
    static @Nullable Rejected checkFields(BatchView batch) {
        if (!batch.isCrcValid()) {
            return reject(Reason.CORRUPT, "the checksum of the batch is wrong");
        }
        if (batch.compression() == null) {
            return reject(Reason.UNSUPPORTED_COMPRESSION, "the codec of the batch is unknown");
        }
        if (batch.baseOffset() != 0) {
            return invalid("the base offset of a batch to append is 0, not " + batch.baseOffset());
        }
        if (batch.recordCount() <= 0 || batch.lastOffsetDelta() != batch.recordCount() - 1) {
            return invalid("the last offset delta " + batch.lastOffsetDelta() + " does not fit the number of records "
                    + batch.recordCount());
        }
        if (batch.isControl()) {
            return invalid("clients may not write control records");
        }
        if (batch.hasDeleteHorizon()) {
            return invalid("clients may not set a delete horizon");
        }
        if (batch.timestampType() == TimestampType.LOG_APPEND_TIME) {
            return reject(Reason.INVALID_TIMESTAMP, "producers may not set the timestamp type to LogAppendTime");
        }
        return checkProducer(batch);
    }

    private static @Nullable Rejected checkProducer(BatchView batch) {
        if (!batch.hasProducerId()) {
            // Some clients leave an epoch and a sequence of 0 there, so they mean nothing without the id.
            return batch.isTransactional() ? invalid("a transactional batch has a producer id, this has none") : null;
        }
        if (batch.producerId() < 0) {
            return invalid("the producer id " + batch.producerId() + " is not possible");
        }
        if (batch.producerEpoch() < 0) {
            return invalid("the producer epoch " + batch.producerEpoch() + " is not possible");
        }
        if (batch.baseSequence() < 0) {
            return invalid("the base sequence " + batch.baseSequence() + " of an idempotent batch is not possible");
        }
        return null;
    }

    private static Rejected invalid(String message) {
        return reject(Reason.INVALID_RECORD, message);
    }

    private static Rejected reject(Reason reason, String message) {
        return new Rejected(reason, message);
    }
}
