package dev.naru.tests.crash;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.NavigableMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The judge is judged first: a ledger must find what it is there to find. */
class LedgerTest {
    private final Ledger ledger = new Ledger("t-0");

    @Test
    void acceptsWhatWasAcknowledgedAndMore() {
        ledger.acknowledged(0, 3);
        ledger.acknowledged(2, 9);
        ledger.check(read(3, 6, 9, 12));
    }

    @Test
    void findsLostRecord() {
        ledger.acknowledged(0, 3);
        ledger.acknowledged(1, 6);
        assertThatThrownBy(() -> ledger.check(read(3))).hasMessageContaining("acknowledged 6 at offset 1");
    }

    @Test
    void findsOtherRecordAtAcknowledgedOffset() {
        ledger.acknowledged(1, 6);
        assertThatThrownBy(() -> ledger.check(read(3, 9))).hasMessageContaining("acknowledged 6 at offset 1");
    }

    @Test
    void findsRecordWrittenTwice() {
        assertThatThrownBy(() -> ledger.check(read(3, 6, 3))).hasMessageContaining("once before");
    }

    @Test
    void findsRecordsOutOfOrder() {
        assertThatThrownBy(() -> ledger.check(read(6, 3))).hasMessageContaining("in order");
    }

    @Test
    void findsOffsetMissing() {
        NavigableMap<Long, Long> read = read(3, 6, 9);
        read.remove(1L);
        assertThatThrownBy(() -> ledger.check(read)).hasMessageContaining("without a gap");
    }

    @Test
    void refusesOneOffsetForTwoRecords() {
        ledger.acknowledged(0, 3);
        assertThatThrownBy(() -> ledger.acknowledged(0, 6)).hasMessageContaining("3 and 6");
    }

    private static NavigableMap<Long, Long> read(long... numbers) {
        NavigableMap<Long, Long> read = new TreeMap<>();
        for (int offset = 0; offset < numbers.length; offset++) {
            read.put((long) offset, numbers[offset]);
        }
        return read;
    }
}
