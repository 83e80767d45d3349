package dev.naru.coordinator.group;

import dev.naru.coordinator.runtime.CoordinatorRecord;
import dev.naru.coordinator.runtime.Decision;
import dev.naru.coordinator.runtime.ProducerIdentity;
import java.util.ArrayList;
import java.util.List;

/**
 * A decision in the making: the records it needs, and who is told once they are committed. One request may answer many
 * members, so what is done after the commit is a list too.
 *
 * <p>Threading: confined to the shard's loop.
 */
public final class Outcome {
    private final List<CoordinatorRecord> records = new ArrayList<>();
    private final List<Runnable> afterCommit = new ArrayList<>();
    private int measuredCount;
    private long measuredBytes;

    /** Adds a record. */
    public void write(CoordinatorRecord record) {
        records.add(record);
    }

    /** Does this once the records are committed; not at all if they are not. */
    public void afterCommit(Runnable action) {
        afterCommit.add(action);
    }

    /** Answers this once the records are committed. */
    public <R> void send(Reply<R> reply, R response) {
        afterCommit.add(() -> reply.send(response));
    }

    /** How many records it has so far. */
    public int recordCount() {
        return records.size();
    }

    /** How many bytes its records take so far; measured when asked. */
    public long sizeBytes() {
        while (measuredCount < records.size()) {
            measuredBytes += records.get(measuredCount).sizeBytes();
            measuredCount++;
        }
        return measuredBytes;
    }

    /** The decision, where responses are given by replies. */
    public Decision<Runnable> decision() {
        return decision(() -> afterCommit.forEach(Runnable::run));
    }

    /** The decision, where nobody but who asked is answered. */
    public <T> Decision<T> decision(T response) {
        return new Decision<>(records, response);
    }

    /** The decision, on behalf of a transactional producer. */
    public <T> Decision<T> decision(T response, ProducerIdentity producer) {
        return new Decision<>(records, response, producer);
    }
}
