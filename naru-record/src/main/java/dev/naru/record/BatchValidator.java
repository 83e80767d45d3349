package dev.naru.record;

import dev.naru.record.Validation.Accepted;
import dev.naru.record.Validation.Reason;
import dev.naru.record.Validation.Rejected;
import java.nio.ByteBuffer;

/**
 * What a broker asks before it appends what a client sent: may these bytes go into this topic's log, and as what?
 *
 * <p>Cheapest first: shape, size, checksum, header; then the records, only as far as something asks for it. Records that are
 * not compressed are always walked, which costs little next to the checksum. Compressed ones are decompressed if the topic
 * stores another codec, requires keys, bounds how old records may be, if the header's max timestamp cannot be right, if the
 * codec has no frame, or at {@link Depth#RECORDS}; else only the frame around them is looked at. docs/decisions/record-validation.md says why.
 *
 * <p>Threading: confined to its user; one per loop.
 */
public final class BatchValidator implements AutoCloseable {
    /**
     * What the records of a batch may decompress to: as much as the largest request can carry, so that a batch which could
     * have come uncompressed can come compressed.
     */
    public static final int DECOMPRESSED_BYTES_MAX = 100 << 20;

    /** How far compressed records are looked at when nothing else asks for it. */
    public enum Depth {
        /** The frame of the codec. */
        FRAMES,
        /** Every record, as Kafka does. */
        RECORDS
    }

    private final Depth depth;
    private final BatchView batch = new BatchView();
    private final FrameCheck frames = new FrameCheck();
    private final RecordWalk walk = new RecordWalk();
    private final RecordSource source;
    private final BatchRecoder recoder = new BatchRecoder();
    private final GrowableBytes plain = new GrowableBytes(0);

    /** Looks at frames, with the usual bound. */
    public BatchValidator() {
        this(Depth.FRAMES, DECOMPRESSED_BYTES_MAX);
    }

    /** @param decompressedBytesMax a batch whose records take more than this many bytes is too large */
    public BatchValidator(Depth depth, int decompressedBytesMax) {
        this.depth = depth;
        this.source = new RecordSource(decompressedBytesMax);
    }

    /**
     * Checks the records a client sent for one partition: exactly one batch, between position and limit of {@code records}.
     * An accepted batch was corrected in place where the topic asks for it; its base offset and leader epoch are still to be
     * stamped.
     *
     * @param nowMs the leader's time, for timestamps out of range and for {@link TimestampType#LOG_APPEND_TIME}
     */
    public Validation validate(ByteBuffer records, TopicRules rules, long nowMs) {
        Rejected rejected = HeaderCheck.checkShape(records, rules);
        if (rejected != null) {
            return rejected;
        }
        batch.wrap(records, records.position());
        rejected = HeaderCheck.checkFields(batch);
        CompressionType compression = batch.compression();
        if (rejected != null || compression == null) {
            return rejected != null ? rejected : new Rejected(Reason.UNSUPPORTED_COMPRESSION, "unknown codec");
        }
        Compression target = rules.compression();
        if (target != null && target.type() != compression) {
            return recode(compression, target, rules, nowMs);
        }
        if (compression == CompressionType.NONE || isDecodingNeeded(compression, rules, nowMs)) {
            source.open(batch, compression);
            rejected = walk.walk(source, batch, rules, nowMs);
            return rejected != null ? rejected : accept(walk.maxTimestamp(), rules, nowMs);
        }
        return frames.isSound(compression, batch.records(), batch.recordCount())
                ? accept(batch.maxTimestamp(), rules, nowMs)
                : new Rejected(Reason.INVALID_RECORD, "the records cannot be read: " + frames.fault());
    }

    /** Gives back what the codecs hold outside the heap. */
    @Override
    public void close() {
        source.close();
        recoder.close();
    }

    private boolean isDecodingNeeded(CompressionType compression, TopicRules rules, long nowMs) {
        // A bare snappy block has no frame to look at.
        boolean isFrameless = compression == CompressionType.SNAPPY && !SnappyFraming.isFramed(batch.records());
        if (depth == Depth.RECORDS || rules.keyRequired() || isFrameless) {
            return true;
        }
        if (rules.timestampType() == TimestampType.LOG_APPEND_TIME) {
            return false;
        }
        // A max below the first record's timestamp is none: some clients do not fill it in. One that is out of range is
        // looked into for which records it was.
        return rules.timestampBeforeMaxMs() != Long.MAX_VALUE
                || batch.maxTimestamp() < batch.baseTimestamp()
                || RecordWalk.isOutOfRange(batch.maxTimestamp(), rules, nowMs);
    }

    private Validation recode(CompressionType compression, Compression target, TopicRules rules, long nowMs) {
        plain.clear();
        source.open(batch, compression);
        RecordSource.Step drained = source.drainTo(plain);
        if (drained != RecordSource.Step.END) {
            return drained == RecordSource.Step.TOO_LARGE
                    ? RecordWalk.tooLarge()
                    : new Rejected(Reason.INVALID_RECORD, "the records cannot be read: " + source.fault());
        }
        source.openPlain(ByteBuffer.wrap(plain.array()), 0, plain.size());
        Rejected rejected = walk.walk(source, batch, rules, nowMs);
        if (rejected != null) {
            return rejected;
        }
        batch.wrap(recoder.recode(batch, plain, target), 0);
        return batch.sizeBytes() > rules.batchSizeBytesMax()
                ? new Rejected(
                        Reason.TOO_LARGE,
                        "with the topic's compression.type " + target.type().configName() + " the batch takes "
                                + batch.sizeBytes() + " bytes, more than max.message.bytes "
                                + rules.batchSizeBytesMax())
                : accept(walk.maxTimestamp(), rules, nowMs);
    }

    private Accepted accept(long maxTimestamp, TopicRules rules, long nowMs) {
        if (rules.timestampType() == TimestampType.LOG_APPEND_TIME) {
            batch.stampLogAppendTime(nowMs);
        } else {
            batch.stampMaxTimestamp(maxTimestamp);
        }
        return new Accepted(batch.bytes());
    }
}
