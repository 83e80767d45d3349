package dev.naru.coordinator.runtime;

import java.util.List;

/**
 * What a request comes to: records that make it true, and the response that says so. The response leaves once the records,
 * and everything the decision was based on, are committed.
 *
 * <p>Where one decision answers several requests, or none yet, {@code T} is a {@link Runnable} that does what is to be done
 * once the records are committed.
 *
 * @param records in the order they are to be replayed; all of them are appended in one batch, or none is
 * @param producer on whose behalf; its records become true when its transaction ends
 */
public record Decision<T>(List<CoordinatorRecord> records, T response, ProducerIdentity producer) {
    public Decision {
        records = List.copyOf(records);
    }

    /** A decision on the coordinator's own behalf. */
    public Decision(List<CoordinatorRecord> records, T response) {
        this(records, response, ProducerIdentity.NONE);
    }

    /** A decision that changes nothing. */
    public static <T> Decision<T> answer(T response) {
        return new Decision<>(List.of(), response);
    }

    /** A decision that changes nothing and says nothing now. */
    public static Decision<Runnable> nothing() {
        return write(List.of());
    }

    /** A decision that only writes. */
    public static Decision<Runnable> write(List<CoordinatorRecord> records) {
        return new Decision<>(records, () -> {});
    }
}
