package dev.naru.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.naru.storage.CheckpointText.MalformedCheckpointException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class LeaderEpochsTest {
    private final LeaderEpochs epochs = new LeaderEpochs();

    private void assign123() {
        epochs.assign(1, 10);
        epochs.assign(2, 20);
        epochs.assign(5, 50);
    }

    @Test
    void remembersWhereEachEpochBegins() {
        assign123();
        epochs.assign(5, 60);
        assertThat(epochs).hasToString("[1@10, 2@20, 5@50]");
        assertThat(epochs.epochOf(9)).isEqualTo(-1);
        assertThat(epochs.epochOf(10)).isEqualTo(1);
        assertThat(epochs.epochOf(49)).isEqualTo(2);
        assertThat(epochs.epochOf(1000)).isEqualTo(5);
    }

    @Test
    void endsAnEpochWhereTheNextBegins() {
        assign123();
        assertThat(epochs.endOffsetFor(1, 70)).isEqualTo(new EpochEndOffset(1, 20));
        assertThat(epochs.endOffsetFor(2, 70)).isEqualTo(new EpochEndOffset(2, 50));
        assertThat(epochs.endOffsetFor(4, 70)).isEqualTo(new EpochEndOffset(2, 50));
        assertThat(epochs.endOffsetFor(5, 70)).isEqualTo(new EpochEndOffset(5, 70));
    }

    @Test
    void answersAnEpochBeforeTheFirstWithWhereTheFirstBegins() {
        assign123();
        assertThat(epochs.endOffsetFor(0, 70)).isEqualTo(new EpochEndOffset(0, 10));
    }

    @Test
    void knowsNothingOfLaterEpochs() {
        assign123();
        assertThat(epochs.endOffsetFor(6, 70)).isEqualTo(EpochEndOffset.UNKNOWN);
        assertThat(epochs.endOffsetFor(-1, 70)).isEqualTo(EpochEndOffset.UNKNOWN);
        assertThat(new LeaderEpochs().endOffsetFor(0, 70)).isEqualTo(EpochEndOffset.UNKNOWN);
    }

    @Test
    void dropsEpochsThatANewOneContradicts() {
        assign123();
        epochs.assign(3, 20);
        assertThat(epochs).hasToString("[1@10, 3@20]");
        epochs.assign(2, 15);
        assertThat(epochs).hasToString("[1@10, 2@15]");
    }

    @Test
    void losesEpochsWithTheEndOfTheLog() {
        assign123();
        epochs.truncateFromEnd(50);
        assertThat(epochs).hasToString("[1@10, 2@20]");
        epochs.truncateFromEnd(21);
        assertThat(epochs).hasToString("[1@10, 2@20]");
        epochs.truncateFromEnd(0);
        assertThat(epochs).hasToString("[]");
    }

    @Test
    void movesTheFirstEpochWithTheStartOfTheLog() {
        assign123();
        epochs.truncateFromStart(5);
        assertThat(epochs).hasToString("[1@10, 2@20, 5@50]");
        epochs.truncateFromStart(30);
        assertThat(epochs).hasToString("[2@30, 5@50]");
        epochs.truncateFromStart(50);
        assertThat(epochs).hasToString("[5@50]");
    }

    @Test
    void writesTheFileAsKafkaDoes() throws MalformedCheckpointException {
        assign123();
        assertThat(new String(epochs.encode(), StandardCharsets.UTF_8)).isEqualTo("0\n3\n1 10\n2 20\n5 50\n");
        assertThat(LeaderEpochs.decode(epochs.encode())).hasToString("[1@10, 2@20, 5@50]");
        assertThat(LeaderEpochs.decode(epochs.encode()).isDirty()).isFalse();
        assertThat(epochs.isDirty()).isTrue();
    }

    @Test
    void refusesAFileThatMakesNoSense() {
        for (String text : new String[] {
            "",
            "0\n",
            "1\n0\n",
            "0\n2\n1 10\n",
            "0\n1\n1 10\n2 20\n",
            "0\n1\n1\n",
            "0\n1\nx 1\n",
            "0\n2\n2 10\n1 20\n",
            "0\n2\n1 20\n2 10\n",
            "0\n1\n-1 5\n",
            "0\n1\n1 -5\n"
        }) {
            assertThatThrownBy(() -> LeaderEpochs.decode(text.getBytes(StandardCharsets.UTF_8)))
                    .as(text)
                    .isInstanceOf(MalformedCheckpointException.class);
        }
    }
}
