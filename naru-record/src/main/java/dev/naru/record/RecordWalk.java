package dev.naru.record;

import dev.naru.record.Validation.Reason;
import dev.naru.record.Validation.RecordError;
import dev.naru.record.Validation.Rejected;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Looks at every record of a batch, making no object for any: sizes that add up, offsets that count up by one, as many as the
 * header says, and what the topic asks of each.
 *
 * <p>Threading: confined to its user.
 */
final class RecordWalk {
    /** The most errors that are listed one by one; clients need the rest no more than people do. */
    static final int RECORD_ERRORS_MAX = 100;

    private long maxTimestamp;
    private boolean timestampWrong;

    /** The largest timestamp there was. */
    long maxTimestamp() {
        return maxTimestamp;
    }

    /** Goes through all records of the open {@code source}, which are those of {@code batch}. */
    @Nullable
    Rejected walk(RecordSource source, BatchView batch, TopicRules rules, long nowMs) {
        boolean timestampsChecked = rules.timestampType() == TimestampType.CREATE_TIME;
        long baseTimestamp = batch.baseTimestamp();
        int count = batch.recordCount();
        RecordCursor cursor = source.cursor();
        List<RecordError> errors = List.of();
        maxTimestamp = BatchView.NO_TIMESTAMP;
        timestampWrong = false;

        int index = 0;
        RecordSource.Step step = source.next();
        for (; step == RecordSource.Step.RECORD && index < count; step = source.next()) {
            if (cursor.offsetDelta != index) {
                return invalid("record " + index + " has the offset delta " + cursor.offsetDelta);
            }
            long timestamp = baseTimestamp + cursor.timestampDelta;
            maxTimestamp = Math.max(maxTimestamp, timestamp);
            if (rules.keyRequired() && cursor.keySize < 0) {
                errors = with(errors, index, "compacted topics do not accept records without a key");
            }
            if (timestampsChecked && isOutOfRange(timestamp, rules, nowMs)) {
                timestampWrong = true;
                errors = with(errors, index, outOfRange(timestamp, rules, nowMs));
            }
            index++;
        }
        return switch (step) {
            case FAULT -> invalid("record " + index + " cannot be read: " + source.fault());
            case TOO_LARGE -> tooLarge();
            case RECORD -> invalid("there are more records than the " + count + " in the header");
            case END ->
                index < count
                        ? invalid("there are " + index + " records, not " + count + " as in the header")
                        : rejectIfAny(errors);
        };
    }

    static Rejected tooLarge() {
        return new Rejected(
                Reason.TOO_LARGE, "the records of the batch decompress to more bytes than the broker allows");
    }

    /** True if the topic does not take this time; {@link BatchView#NO_TIMESTAMP} is always taken. */
    static boolean isOutOfRange(long timestamp, TopicRules rules, long nowMs) {
        if (timestamp == BatchView.NO_TIMESTAMP) {
            return false;
        }
        return timestamp < earliest(rules, nowMs) || timestamp > latest(rules, nowMs);
    }

    private static long earliest(TopicRules rules, long nowMs) {
        // Without a bound even times before 1970 are taken, as if now were any time.
        return rules.timestampBeforeMaxMs() == Long.MAX_VALUE ? Long.MIN_VALUE : nowMs - rules.timestampBeforeMaxMs();
    }

    private static long latest(TopicRules rules, long nowMs) {
        long latest = nowMs + rules.timestampAfterMaxMs();
        return latest < nowMs ? Long.MAX_VALUE : latest;
    }

    private static String outOfRange(long timestamp, TopicRules rules, long nowMs) {
        return "timestamp " + timestamp + " is not between " + earliest(rules, nowMs) + " and " + latest(rules, nowMs);
    }

    private static List<RecordError> with(List<RecordError> errors, int index, String message) {
        List<RecordError> grown = errors.isEmpty() ? new ArrayList<>() : errors;
        if (grown.size() < RECORD_ERRORS_MAX) {
            grown.add(new RecordError(index, message));
        }
        return grown;
    }

    private @Nullable Rejected rejectIfAny(List<RecordError> errors) {
        if (errors.isEmpty()) {
            return null;
        }
        String first = "record " + errors.get(0).index() + ": " + errors.get(0).message();
        return new Rejected(
                timestampWrong ? Reason.INVALID_TIMESTAMP : Reason.INVALID_RECORD,
                "one or more records were rejected, first " + first,
                errors);
    }

    private static Rejected invalid(String message) {
        return new Rejected(Reason.INVALID_RECORD, message);
    }
}
