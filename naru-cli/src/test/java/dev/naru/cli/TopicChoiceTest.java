package dev.naru.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.naru.common.TopicPartition;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.TypeConversionException;

class TopicChoiceTest {
    private final TopicChoice.Text text = new TopicChoice.Text();

    @Test
    void aTopicAloneIsAllItsPartitions() {
        assertThat(text.convert("orders").of(2))
                .containsExactly(new TopicPartition("orders", 0), new TopicPartition("orders", 1));
    }

    @Test
    void numbersAfterAColonChooseSome() {
        assertThat(text.convert("orders:2,0,2").of(3))
                .containsExactly(new TopicPartition("orders", 2), new TopicPartition("orders", 0));
    }

    @Test
    void refusesWhatIsNoPartition() {
        assertThatThrownBy(() -> text.convert("orders:x")).isInstanceOf(TypeConversionException.class);
        assertThatThrownBy(() -> text.convert(":1")).isInstanceOf(TypeConversionException.class);
        assertThatThrownBy(() -> text.convert("orders:3").of(3))
                .isInstanceOf(CommandFailed.class)
                .hasMessageContaining("only 0 to 2");
        assertThatThrownBy(() -> new TopicChoice("orders", List.of(-1)).of(3)).isInstanceOf(CommandFailed.class);
    }
}
