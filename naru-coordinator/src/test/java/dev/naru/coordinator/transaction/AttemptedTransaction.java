package dev.naru.coordinator.transaction;

import dev.naru.common.TopicPartition;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a client knows of one transaction it tried: what it wrote, and how it was told that it ended.
 *
 * <p>Threading: confined to the test's thread.
 */
final class AttemptedTransaction {
    private final String name;
    private final Map<String, TopicPartition> written = new LinkedHashMap<>();
    private final Map<String, TopicPartition> attempted = new LinkedHashMap<>();
    private @Nullable Boolean outcome;

    AttemptedTransaction(String name) {
        this.name = name;
    }

    String name() {
        return name;
    }

    void onAttempt(String value, TopicPartition partition) {
        attempted.put(value, partition);
    }

    void onWritten(String value, TopicPartition partition) {
        written.put(value, partition);
    }

    /** The coordinator said that it is committed, or aborted. */
    void onEnded(boolean committed) {
        outcome = committed;
    }

    /** Values it was told are written. */
    Map<String, TopicPartition> written() {
        return written;
    }

    /** Values it tried to write. */
    Map<String, TopicPartition> attempted() {
        return attempted;
    }

    /** True for committed, false for aborted, null if it does not know. */
    @Nullable
    Boolean outcome() {
        return outcome;
    }
}
