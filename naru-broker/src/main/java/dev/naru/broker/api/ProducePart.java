package dev.naru.broker.api;

import dev.naru.protocol.ErrorCode;
import dev.naru.record.BatchView;
import dev.naru.record.Validation;
import dev.naru.replication.Partition;
import dev.naru.replication.Refusal;
import dev.naru.replication.WriteOutcome;
import dev.naru.storage.AppendOutcome;
import dev.naru.storage.AppendTerms;
import dev.naru.storage.TransactionGuard;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a produce request sends to one partition, and what becomes of it.
 *
 * <p>Threading: handed from the request's loop to the partition's and back, never shared.
 */
final class ProducePart {
    private static final long NONE = -1;

    final int topicPosition;
    final int partitionIndex;

    private @Nullable Partition partition;
    private @Nullable ByteBuffer batch;
    private AppendTerms terms = AppendTerms.CLIENT;
    /** The batch begins a transaction in its partition, and may only once the coordinator says so. */
    private boolean atGate;

    private int stopsAtGate;

    private ErrorCode error = ErrorCode.NONE;
    private @Nullable String message;
    private List<Validation.RecordError> recordErrors = List.of();
    private long baseOffset = NONE;
    private long lastOffset = NONE;
    private long logAppendTimeMs = NONE;
    private long logStartOffset = NONE;

    /** The {@code topicPosition}-th topic of the request. */
    ProducePart(int topicPosition, int partitionIndex) {
        this.topicPosition = topicPosition;
        this.partitionIndex = partitionIndex;
    }

    /** The batch is fit to be appended to this partition. */
    void onValid(Partition target, ByteBuffer validBatch, AppendTerms validTerms) {
        partition = target;
        batch = validBatch;
        terms = validTerms;
    }

    void onInvalid(Partition target, Validation.Rejected rejected) {
        fail(ErrorCodes.of(rejected.reason()), rejected.message());
        recordErrors = rejected.recordErrors();
        logStartOffset = target.log().logStartOffset();
    }

    void fail(ErrorCode code, @Nullable String why) {
        error = code;
        message = why;
        batch = null;
        baseOffset = NONE;
        logAppendTimeMs = NONE;
    }

    /**
     * True if the partition does not know of the batch's transaction yet, and its coordinator is to be asked: for the first
     * time, or because the marker of the last transaction came after the question. Draws the guard under which the batch may
     * be appended then.
     */
    boolean isStoppedAtGate(WriteOutcome outcome) {
        boolean isStopped = terms != AppendTerms.UNVERIFIED
                && stopsAtGate < TransactionGate.STOPS_MAX
                && outcome instanceof WriteOutcome.Logged logged
                && logged.outcome() instanceof AppendOutcome.TransactionNotOpen;
        if (isStopped) {
            BatchView view = view();
            TransactionGuard guard =
                    partition().guardTransaction(view.producerId(), view.producerEpoch(), view.baseSequence());
            atGate = true;
            stopsAtGate++;
            terms = guard == null ? AppendTerms.CLIENT : AppendTerms.guardedBy(guard);
        }
        return isStopped;
    }

    /** True while the coordinator is to be asked. */
    boolean isAtGate() {
        return atGate;
    }

    /** What the coordinator said. */
    void onVerdict(ErrorCode verdict) {
        atGate = false;
        if (verdict != ErrorCode.NONE) {
            fail(verdict, "the transaction of producer " + view().producerId() + " may not begin in this partition");
        }
    }

    /** The batch to append. */
    BatchView view() {
        ByteBuffer bytes = batch();
        return new BatchView().wrap(bytes, bytes.position());
    }

    AppendTerms terms() {
        return terms;
    }

    /** Takes over what the partition said. True if the batch is in the log, so that replicas can be waited for. */
    boolean onWritten(WriteOutcome outcome) {
        batch = null;
        if (outcome instanceof WriteOutcome.Refused refused) {
            fail(ErrorCodes.of(refused.reason()), null);
            return false;
        }
        if (!(outcome instanceof WriteOutcome.Logged logged)) {
            throw new IllegalStateException("unknown outcome " + outcome);
        }
        logStartOffset = partition().log().logStartOffset();
        if (logged.outcome() instanceof AppendOutcome.Appended appended) {
            baseOffset = appended.baseOffset();
            lastOffset = appended.lastOffset();
            logAppendTimeMs = appended.logAppendTimeMs();
            return true;
        }
        if (logged.outcome() instanceof AppendOutcome.Duplicate duplicate) {
            baseOffset = duplicate.baseOffset();
            lastOffset = duplicate.lastOffset();
            logAppendTimeMs = duplicate.timestampMs();
            return true;
        }
        fail(ErrorCodes.of(logged.outcome()), sentence(logged.outcome()));
        return false;
    }

    /** For the one who reads the producer's log. */
    private static String sentence(AppendOutcome outcome) {
        if (outcome instanceof AppendOutcome.OutOfOrderSequence order) {
            return "sequence " + order.firstSequence() + " does not follow " + order.lastSequence() + " of producer "
                    + order.producerId() + " in epoch " + order.producerEpoch();
        }
        if (outcome instanceof AppendOutcome.InvalidProducerEpoch epoch) {
            return "producer " + epoch.producerId() + " is in epoch " + epoch.currentEpoch() + ", not " + epoch.epoch();
        }
        if (outcome instanceof AppendOutcome.TransactionNotOpen closed) {
            return "producer " + closed.producerId() + " has no open transaction in this partition";
        }
        if (outcome instanceof AppendOutcome.TransactionOpen open) {
            return "producer " + open.producerId() + " has an open transaction, which this batch is no part of";
        }
        if (outcome instanceof AppendOutcome.LargerThanSegment large) {
            return "the batch has " + large.sizeBytes() + " bytes, more than segment.bytes " + large.segmentSizeBytes();
        }
        return outcome.toString();
    }

    /** The wait for the replicas is over. */
    void onReplicated(@Nullable Refusal refusal) {
        if (refusal != null) {
            fail(ErrorCodes.of(refusal), null);
        }
    }

    /** True if there is something to append. */
    boolean isValid() {
        return batch != null;
    }

    Partition partition() {
        Partition found = partition;
        if (found == null) {
            throw new IllegalStateException("no partition was found");
        }
        return found;
    }

    ByteBuffer batch() {
        ByteBuffer valid = batch;
        if (valid == null) {
            throw new IllegalStateException("nothing to append");
        }
        return valid;
    }

    ErrorCode error() {
        return error;
    }

    @Nullable
    String message() {
        return message;
    }

    List<Validation.RecordError> recordErrors() {
        return recordErrors;
    }

    long baseOffset() {
        return baseOffset;
    }

    long lastOffset() {
        return lastOffset;
    }

    long logAppendTimeMs() {
        return logAppendTimeMs;
    }

    long logStartOffset() {
        return logStartOffset;
    }
}
