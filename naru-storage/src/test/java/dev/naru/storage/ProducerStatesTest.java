package dev.naru.storage;

import static dev.naru.storage.TestBatches.TIME_MS;
import static dev.naru.storage.TestBatches.sequenced;
import static org.assertj.core.api.Assertions.assertThat;

import dev.naru.record.BatchView;
import dev.naru.storage.AppendOutcome.Duplicate;
import dev.naru.storage.AppendOutcome.InvalidProducerEpoch;
import dev.naru.storage.AppendOutcome.OutOfOrderSequence;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProducerStatesTest {
    private final ProducerStates states = new ProducerStates();
    private long nextOffset;

    /** What the log does: checks, then gives offsets and takes in. Null if it was appended. */
    private AppendOutcome append(int epoch, int sequence, String... values) {
        BatchView batch = new BatchView().wrap(sequenced(7, epoch, sequence, values), 0);
        AppendOutcome refusal = states.check(batch, null, 0, AppendTerms.UNVERIFIED);
        if (refusal == null) {
            batch.stampPlace(nextOffset, 0);
            states.apply(batch, null, 1000);
            nextOffset = batch.nextOffset();
        }
        return refusal;
    }

    @Test
    void takesSequencesInOrder() {
        assertThat(append(0, 0, "a", "b")).isNull();
        assertThat(append(0, 2, "c")).isNull();
        assertThat(append(0, 4, "e")).isEqualTo(new OutOfOrderSequence(7, (short) 0, 2, 4));
        assertThat(append(0, 3, "d")).isNull();
    }

    @Test
    void startsAnywhereForAProducerItDoesNotKnow() {
        assertThat(append(3, 17, "a")).isNull();
        assertThat(append(3, 18, "b")).isNull();
    }

    @Test
    void recognisesOnlyTheLastFive() {
        for (int i = 0; i < 6; i++) {
            append(0, i * 2, "a", "b");
        }
        assertThat(append(0, 0, "a", "b")).isInstanceOf(OutOfOrderSequence.class);
        for (int i = 1; i < 6; i++) {
            assertThat(append(0, i * 2, "a", "b")).isEqualTo(new Duplicate(i * 2, i * 2 + 1, TIME_MS, 0));
        }
    }

    @Test
    void doesNotTakeAnotherBatchWithOverlappingSequencesForARepeatedOne() {
        append(0, 0, "a", "b", "c");
        assertThat(append(0, 0, "a", "b")).isInstanceOf(OutOfOrderSequence.class);
        assertThat(append(0, 1, "b", "c")).isInstanceOf(OutOfOrderSequence.class);
    }

    @Test
    void refusesAnOlderEpoch() {
        append(2, 0, "a");
        assertThat(append(1, 1, "b")).isEqualTo(new InvalidProducerEpoch(7, (short) 2, (short) 1));
    }

    @Test
    void beginsANewEpochAtZeroOnly() {
        append(0, 0, "a");
        assertThat(append(1, 5, "b")).isInstanceOf(OutOfOrderSequence.class);
        assertThat(append(1, 0, "b")).isNull();
        assertThat(append(1, 0, "b")).isEqualTo(new Duplicate(1, 1, TIME_MS, 0));
        assertThat(append(0, 0, "a")).isInstanceOf(InvalidProducerEpoch.class);
    }

    @Test
    void goesOnAtZeroAfterTheLargestSequence() {
        append(0, Integer.MAX_VALUE - 1, "a", "b", "c");
        assertThat(append(0, 1, "d")).isNull();
        assertThat(append(0, Integer.MAX_VALUE - 1, "a", "b", "c")).isEqualTo(new Duplicate(0, 2, TIME_MS, 0));
        append(0, 2, "e");
        append(0, 3, "f");
    }

    @Test
    void goesFromTheLargestSequenceToZero() {
        append(0, Integer.MAX_VALUE, "a");
        assertThat(append(0, 0, "b")).isNull();
    }

    @Test
    void forgetsSilentProducers() {
        append(0, 0, "a");
        states.expire(1000);
        assertThat(states.active()).hasSize(1);
        states.expire(1001);
        assertThat(states.active()).isEmpty();
        assertThat(append(0, 9, "b")).isNull();
    }

    @Test
    void keepsAProducerWithAnOpenTransaction() {
        BatchView batch = new BatchView().wrap(TestBatches.transactional(7, 0, 0, "a"), 0);
        batch.stampPlace(5, 0);
        states.apply(batch, null, 1000);
        states.expire(5000);
        assertThat(states.active()).containsExactly(new ActiveProducer(7, (short) 0, 0, TIME_MS, -1, 5));
        assertThat(states.firstUnstableOffset(9)).isEqualTo(5);
    }

    @Test
    void survivesASnapshot() {
        append(4, 10, "a", "b");
        List<ProducerState> read = ProducerSnapshot.decode(ProducerSnapshot.encode(states.all()));
        ProducerStates restored = new ProducerStates();
        restored.restore(read, 0);
        assertThat(restored.active()).isEqualTo(states.active());
        BatchView again = new BatchView().wrap(sequenced(7, 4, 10, "a", "b"), 0);
        assertThat(restored.check(again, null, 0, AppendTerms.UNVERIFIED)).isEqualTo(new Duplicate(0, 1, TIME_MS, 0));
    }

    @Test
    void noticesAnyDamageToASnapshot() {
        append(4, 10, "a", "b");
        byte[] good = ProducerSnapshot.encode(states.all());
        for (int bit = 0; bit < good.length * 8; bit++) {
            byte[] bad = good.clone();
            bad[bit / 8] ^= (byte) (1 << (bit % 8));
            assertThat(ProducerSnapshot.decode(bad)).as("bit %d", bit).isNull();
        }
        for (int bytes = 0; bytes < good.length; bytes++) {
            assertThat(ProducerSnapshot.decode(Arrays.copyOf(good, bytes))).isNull();
        }
    }
}
