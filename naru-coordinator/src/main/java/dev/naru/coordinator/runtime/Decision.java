package dev.naru.coordinator.runtime;

import java.util.List;

/**
 * What a request comes to: records that make it true, and the response that says so. The response leaves once the records,
 * and everything the decision was based on, are committed.
 *
 * @param records in the order they are to be replayed; all of them are appended in one batch, or none is
 */
public record Decision<T>(List<CoordinatorRecord> records, T response) {
    public Decision {
        records = List.copyOf(records);
    }

    /** A decision that changes nothing. */
    public static <T> Decision<T> answer(T response) {
        return new Decision<>(List.of(), response);
    }
}
