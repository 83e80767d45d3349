package dev.naru.tests.simulation.coordination;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Each anomaly is planted once and found. */
class TransactionHistoryTest {
    private final TransactionHistory history = new TransactionHistory();
    private final NavigableMap<Long, String> visible = new TreeMap<>();

    @Test
    void acceptsWhatMayHappen() {
        Transaction committed = transaction("a", "x", "y");
        Transaction aborted = transaction("a", "z");
        Transaction unknown = transaction("b", "v", "w");
        history.onAborted(aborted);
        history.onCommitAsked(committed);
        ReadSession session = history.beginReading("reader", "p");
        history.onRead(session, 0, "x");
        history.onCommitted(committed);
        history.onCommitAsked(unknown);
        history.onRead(session, 2, "y");
        visible.putAll(Map.of(0L, "x", 2L, "y", 5L, "v", 6L, "w"));

        assertThatCode(this::checkAtRest).doesNotThrowAnyException();
    }

    @Test
    void findsAnAbortedRead() {
        Transaction aborted = transaction("a", "x");
        history.onAborted(aborted);

        assertThatThrownBy(() -> history.onRead(history.beginReading("r", "p"), 0, "x"))
                .hasMessageContaining("aborted read");
    }

    @Test
    void findsAnAbortAfterTheRead() {
        Transaction aborted = transaction("a", "x");
        history.onCommitAsked(aborted);
        history.onRead(history.beginReading("r", "p"), 0, "x");

        assertThatThrownBy(() -> history.onAborted(aborted)).hasMessageContaining("had been read");
    }

    @Test
    void findsAPrecommittedRead() {
        transaction("a", "x");

        assertThatThrownBy(() -> history.onRead(history.beginReading("a", "p"), 0, "x"))
                .hasMessageContaining("precommitted read");
    }

    @Test
    void findsInconsistentOffsets() {
        Transaction one = transaction("a", "x", "y");
        history.onAcknowledged(one, "p", 3, "x");

        assertThatThrownBy(() -> history.onAcknowledged(one, "p", 3, "y")).hasMessageContaining("inconsistent offsets");
    }

    @Test
    void findsADuplicate() {
        Transaction one = committed("a", "x");
        history.onAcknowledged(one, "p", 3, "x");

        assertThatThrownBy(() -> history.onRead(history.beginReading("r", "p"), 5, "x"))
                .hasMessageContaining("duplicate");
    }

    @Test
    void findsALostWrite() {
        committed("a", "x");

        assertThatThrownBy(this::checkAtRest).hasMessageContaining("lost write");
    }

    @Test
    void findsAnIntermediateRead() {
        Transaction torn = transaction("a", "x", "y");
        history.onCommitAsked(torn);
        visible.put(0L, "x");

        assertThatThrownBy(this::checkAtRest).hasMessageContaining("intermediate read");
    }

    @Test
    void findsAGapInWhatAReaderRead() {
        committed("a", "x", "y", "z");
        ReadSession session = history.beginReading("r", "p");
        history.onRead(session, 0, "x");
        history.onRead(session, 2, "z");
        visible.putAll(Map.of(0L, "x", 1L, "y", 2L, "z"));

        assertThatThrownBy(this::checkAtRest).hasMessageContaining("internal read contiguity");
    }

    @Test
    void findsAReaderThatGoesBack() {
        committed("a", "x", "y");
        ReadSession session = history.beginReading("r", "p");
        history.onRead(session, 1, "y");

        assertThatThrownBy(() -> history.onRead(session, 0, "x")).hasMessageContaining("internal read order");
    }

    @Test
    void findsReorderedWrites() {
        committed("a", "x", "y");
        visible.putAll(Map.of(0L, "y", 1L, "x"));

        assertThatThrownBy(this::checkAtRest).hasMessageContaining("internal write order");
    }

    @Test
    void findsADependencyCycle() {
        Transaction one = committed("a", "x");
        Transaction other = committed("b", "y");
        history.onConsumed(one, "y");
        history.onConsumed(other, "x");
        visible.putAll(Map.of(0L, "x", 1L, "y"));

        assertThatThrownBy(this::checkAtRest).hasMessageContaining("dependency cycle");
    }

    @Test
    void findsAValueNobodySent() {
        assertThatThrownBy(() -> history.onRead(history.beginReading("r", "p"), 0, "ghost"))
                .hasMessageContaining("nobody sent");
    }

    private Transaction transaction(String producer, String... values) {
        Transaction transaction = history.begin(producer);
        for (String value : values) {
            history.onSend(transaction, value);
        }
        return transaction;
    }

    private Transaction committed(String producer, String... values) {
        Transaction transaction = transaction(producer, values);
        history.onCommitAsked(transaction);
        history.onCommitted(transaction);
        return transaction;
    }

    private void checkAtRest() {
        history.checkAtRest(Map.of("p", visible));
    }
}
