package dev.naru.tests.simulation.coordination;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** Each anomaly is planted once and found. */
class GroupLedgerTest {
    private final GroupLedger ledger = new GroupLedger("group");

    @Test
    void acceptsTheLastPositionAndOnesThatMayHaveBeenCommitted() {
        ledger.onGiven(0, "a");
        ledger.onAccepted(ledger.send(0, 1_001, "a"));
        ledger.send(0, 2_001, "a");

        assertThatCode(() -> ledger.onFetched(0, 1_001, 1_001)).doesNotThrowAnyException();
        assertThatCode(() -> ledger.onFetched(0, 2_001, 1_001)).doesNotThrowAnyException();
    }

    @Test
    void findsAZombiesCommit() {
        ledger.onGiven(0, "a");
        ledger.onGiven(0, "b");

        assertThatThrownBy(() -> ledger.onAccepted(ledger.send(0, 1_001, "a"))).hasMessageContaining("zombie");
    }

    @Test
    void findsAZombiesCommitThatNobodyAnswered() {
        ledger.onGiven(0, "a");
        ledger.onGiven(0, "b");
        ledger.send(0, 1_001, "a");

        assertThatThrownBy(() -> ledger.onFetched(0, 1_001, -1)).hasMessageContaining("nobody committed");
    }

    @Test
    void findsARefusedCommitThatWasStored() {
        ledger.onGiven(0, "a");
        ledger.onRefused(ledger.send(0, 1_001, "a"));

        assertThatThrownBy(() -> ledger.onFetched(0, 1_001, -1)).hasMessageContaining("nobody committed");
    }

    @Test
    void findsAReturnToNoPosition() {
        ledger.onGiven(0, "a");
        ledger.onAccepted(ledger.send(0, 1_001, "a"));

        assertThatThrownBy(() -> ledger.onFetched(0, CommittedOffsets.NONE, ledger.notBelow(0)))
                .hasMessageContaining("committed up to 1001");
    }

    @Test
    void findsAReturnToAnOlderPosition() {
        ledger.onGiven(0, "a");
        ledger.onAccepted(ledger.send(0, 1_001, "a"));
        ledger.onAccepted(ledger.send(0, 2_001, "a"));

        assertThatThrownBy(() -> ledger.onFetched(0, 1_001, ledger.notBelow(0)))
                .hasMessageContaining("committed up to 2001");
    }

    @Test
    void allowsAnOlderPositionAfterAPowerLoss() {
        ledger.onGiven(0, "a");
        ledger.onAccepted(ledger.send(0, 1_001, "a"));
        ledger.onPowerLoss();

        assertThatCode(() -> ledger.onFetched(0, CommittedOffsets.NONE, ledger.notBelow(0)))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> ledger.onFetched(0, 5_001, ledger.notBelow(0)))
                .hasMessageContaining("nobody committed");
    }

    @Test
    void makesPositionsThatTellWhoCommittedThem() {
        assertThat(GroupLedger.after(3_007, 2, 9)).isEqualTo(5_009);
    }
}
