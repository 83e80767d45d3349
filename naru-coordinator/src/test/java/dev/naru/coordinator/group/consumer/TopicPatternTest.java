package dev.naru.coordinator.group.consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.naru.testkit.Gen;
import dev.naru.testkit.Seeded;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TopicPatternTest {
    @Test
    void theWholeNameMustMatch() throws Exception {
        TopicPattern pattern = TopicPattern.compile("orders-(eu|us)");

        assertThat(pattern.matches("orders-eu")).isTrue();
        assertThat(pattern.matches("orders-euro")).isFalse();
        assertThat(pattern.matches("my-orders-eu")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"((", "a**", "(?=a)", "\\1", "((a{100}){100}){100}", "(a{1000}){1000}"})
    void refusesWhatIsNoExpressionOrATooLargeOne(String regex) {
        assertThatThrownBy(() -> TopicPattern.compile(regex))
                .isInstanceOf(RefusedException.class)
                .hasMessageStartingWith("SubscribedTopicRegex `" + regex + "` is not a valid regular expression: ");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            value = {
                "abc 1",
                "a{3} 3",
                "a{3}b{7} 7",
                "(a{3}b){4} 12",
                "((a{2}){3}){4}|b{5} 24",
                "a{2,9} 9",
                "a{2,} 2",
                "a\\{3} 1",
                "[{3}]{2} 2",
                "[]{3}]{2} 2",
                "a{x} 1",
                "((a{5} 5"
            })
    void knowsHowOftenTheMostRepeatedPartIsRepeated(String regex, long repetition) {
        assertThat(RegexRepetition.of(regex)).isEqualTo(repetition);
    }

    @Seeded(count = 500)
    void anyTextIsCompiledQuicklyOrRefused(Gen gen) {
        StringBuilder regex = new StringBuilder();
        for (int i = gen.intIn(0, 40); i > 0; i--) {
            regex.append(gen.oneOf("a", "(", ")", "{9}", "{2,30}", "[", "]", "\\", "^", "|", "*", "+", ".", "{", "}"));
        }
        try {
            TopicPattern.compile(regex.toString()).matches("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa");
        } catch (RefusedException e) {
            assertThat(e.text()).contains("not a valid regular expression");
        }
    }
}
