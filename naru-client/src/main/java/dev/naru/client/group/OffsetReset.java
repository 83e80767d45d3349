package dev.naru.client.group;

import dev.naru.client.OffsetSpec;
import dev.naru.client.consumer.ConsumerConfig;

/**
 * Where to begin in a partition for which the group has no offset, or whose offset is gone from the log.
 *
 * @param kind the kind of place
 * @param durationMs for {@link Kind#BY_DURATION} how far back, in milliseconds, zero or more; zero otherwise
 */
public record OffsetReset(Kind kind, long durationMs) {
    /** At the first record there is. */
    public static final OffsetReset EARLIEST = new OffsetReset(Kind.EARLIEST, 0);

    /** Behind the last record there is. */
    public static final OffsetReset LATEST = new OffsetReset(Kind.LATEST, 0);

    /** Nowhere: polls fail with {@link NoOffsetException} until the partition is sought. */
    public static final OffsetReset NONE = new OffsetReset(Kind.NONE, 0);

    public OffsetReset {
        if (durationMs < 0) {
            throw new IllegalArgumentException("a duration is zero or more, not " + durationMs);
        }
    }

    /** At the first record that is not older than this many milliseconds. */
    public static OffsetReset byDuration(long durationMs) {
        return new OffsetReset(Kind.BY_DURATION, durationMs);
    }

    /** The kinds of places. */
    public enum Kind {
        EARLIEST,
        LATEST,
        BY_DURATION,
        NONE
    }

    /** The place as of now; not for {@link Kind#NONE}. */
    OffsetSpec place(long nowMs) {
        return switch (kind) {
            case EARLIEST -> OffsetSpec.earliest();
            case LATEST -> OffsetSpec.latest();
            case BY_DURATION -> OffsetSpec.since(Math.max(0, nowMs - durationMs));
            case NONE -> throw new IllegalStateException("there is no place to begin");
        };
    }

    /** What the consumer below does on its own when an offset is gone. */
    ConsumerConfig.OnLostPosition onLostPosition() {
        return switch (kind) {
            case EARLIEST -> ConsumerConfig.OnLostPosition.EARLIEST;
            case LATEST -> ConsumerConfig.OnLostPosition.LATEST;
            case BY_DURATION, NONE -> ConsumerConfig.OnLostPosition.FAIL;
        };
    }
}
