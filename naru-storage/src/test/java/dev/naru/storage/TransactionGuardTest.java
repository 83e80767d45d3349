package dev.naru.storage;

import static dev.naru.storage.TestBatches.TIME_MS;
import static dev.naru.storage.TestBatches.sequenced;
import static dev.naru.storage.TestBatches.transactional;
import static org.assertj.core.api.Assertions.assertThat;

import dev.naru.record.BatchView;
import dev.naru.record.EndTransactionMarker;
import dev.naru.storage.AppendOutcome.Duplicate;
import dev.naru.storage.AppendOutcome.InvalidProducerEpoch;
import dev.naru.storage.AppendOutcome.OutOfOrderSequence;
import dev.naru.storage.AppendOutcome.TransactionNotOpen;
import dev.naru.storage.AppendOutcome.TransactionOpen;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

/** What may open a transaction, and what ends one (FAILURES: T2, P4). */
class TransactionGuardTest {
    private static final long PRODUCER = 7;

    private final ProducerStates states = new ProducerStates();
    private long nextOffset;

    private AppendOutcome append(ByteBuffer bytes, AppendTerms terms) {
        BatchView batch = new BatchView().wrap(bytes, 0);
        EndTransactionMarker marker = Markers.in(batch);
        AppendOutcome refusal = states.check(batch, marker, 0, terms);
        if (refusal == null) {
            batch.stampPlace(nextOffset, 0);
            states.apply(batch, marker, 1000);
            nextOffset = batch.nextOffset();
        }
        return refusal;
    }

    private AppendOutcome append(int epoch, int sequence, AppendTerms terms) {
        return append(transactional(PRODUCER, epoch, sequence, "a"), terms);
    }

    private AppendOutcome end(int epoch, AppendTerms terms) {
        return append(new EndTransactionMarker(false, 0).toBatch(TIME_MS, 0, PRODUCER, (short) epoch), terms);
    }

    private TransactionGuard draw(int epoch, int sequence) {
        return states.guard(PRODUCER, (short) epoch, sequence);
    }

    @Test
    void opensNoTransactionWithoutAGuard() {
        assertThat(append(0, 0, AppendTerms.CLIENT)).isEqualTo(new TransactionNotOpen(PRODUCER, (short) 0));
        assertThat(append(0, 0, AppendTerms.guardedBy(draw(0, 0)))).isNull();
        assertThat(append(0, 1, AppendTerms.CLIENT)).isNull();
        assertThat(draw(0, 2)).as("needed while the transaction is open").isNull();
    }

    @Test
    void aMarkerMakesTheGuardVoid() {
        TransactionGuard guard = draw(0, 0);
        assertThat(states.isInForce(guard)).isTrue();
        end(0, AppendTerms.COORDINATOR);

        assertThat(states.isInForce(guard)).isFalse();
        assertThat(append(0, 0, AppendTerms.guardedBy(guard))).isEqualTo(new TransactionNotOpen(PRODUCER, (short) 0));
    }

    @Test
    void aGuardIsGoodForOneEpochAndOneTransaction() {
        TransactionGuard first = draw(0, 0);
        TransactionGuard second = draw(1, 0);
        assertThat(append(0, 0, AppendTerms.guardedBy(first))).isInstanceOf(TransactionNotOpen.class);
        assertThat(append(1, 0, AppendTerms.guardedBy(first))).isInstanceOf(TransactionNotOpen.class);
        assertThat(append(1, 0, AppendTerms.guardedBy(draw(0, 0)))).isInstanceOf(TransactionNotOpen.class);
        assertThat(append(1, 0, AppendTerms.guardedBy(second))).isNull();
        end(1, AppendTerms.COORDINATOR);
        assertThat(append(1, 1, AppendTerms.guardedBy(second))).isInstanceOf(TransactionNotOpen.class);
    }

    @Test
    void batchesThatAskedTogetherAreWrittenInOrder() {
        TransactionGuard guard = draw(0, 5);
        assertThat(draw(0, 6)).isSameAs(guard);

        assertThat(append(0, 6, AppendTerms.guardedBy(guard)))
                .isEqualTo(new OutOfOrderSequence(PRODUCER, (short) 0, -1, 6));
        assertThat(append(0, 5, AppendTerms.guardedBy(guard))).isNull();
        assertThat(append(0, 6, AppendTerms.guardedBy(guard))).isNull();
    }

    @Test
    void aRepeatedBatchIsRecognisedInItsOwnTransactionOnly() {
        append(0, 0, AppendTerms.guardedBy(draw(0, 0)));
        assertThat(append(0, 0, AppendTerms.CLIENT)).isEqualTo(new Duplicate(0, 0, TIME_MS, 0));
        end(0, AppendTerms.COORDINATOR);

        assertThat(append(0, 0, AppendTerms.CLIENT)).isInstanceOf(TransactionNotOpen.class);
        TransactionGuard next = draw(0, 0);
        assertThat(append(0, 0, AppendTerms.guardedBy(next)))
                .isEqualTo(new OutOfOrderSequence(PRODUCER, (short) 0, 0, 0));
        assertThat(append(0, 1, AppendTerms.guardedBy(next))).isNull();
        assertThat(append(0, 0, AppendTerms.CLIENT)).isInstanceOf(OutOfOrderSequence.class);
    }

    @Test
    void aMarkerOfANewEpochDoesNotFitATransactionOfThatEpoch() {
        append(0, 0, AppendTerms.guardedBy(draw(0, 0)));
        assertThat(end(1, AppendTerms.MARKER_OF_NEW_EPOCH)).isNull();
        assertThat(end(1, AppendTerms.MARKER_OF_NEW_EPOCH)).as("repeated").isNull();
        append(1, 0, AppendTerms.guardedBy(draw(1, 0)));

        assertThat(end(1, AppendTerms.MARKER_OF_NEW_EPOCH))
                .as("late")
                .isEqualTo(new InvalidProducerEpoch(PRODUCER, (short) 1, (short) 1));
        assertThat(end(0, AppendTerms.COORDINATOR)).isEqualTo(new InvalidProducerEpoch(PRODUCER, (short) 1, (short) 0));
        assertThat(end(1, AppendTerms.COORDINATOR)).as("an operator's").isNull();
    }

    @Test
    void nothingElseIsWrittenInAnOpenTransaction() {
        append(0, 0, AppendTerms.guardedBy(draw(0, 0)));
        assertThat(append(sequenced(PRODUCER, 0, 1, "b"), AppendTerms.CLIENT))
                .isEqualTo(new TransactionOpen(PRODUCER, (short) 0));
    }

    @Test
    void guardsAreBounded() {
        TransactionGuard first = draw(0, 0);
        for (int producer = 100; producer < 10_100; producer++) {
            states.guard(producer, (short) 0, 0);
        }
        assertThat(states.isInForce(first)).isFalse();
        assertThat(states.isInForce(draw(0, 0))).isTrue();
    }
}
