package dev.naru.protocol.generator;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class VersionsTest {
    @Test
    void readsEveryWayToWriteARange() {
        assertThat(Versions.parse("3")).isEqualTo(new Versions(3, 3));
        assertThat(Versions.parse("2-5")).isEqualTo(new Versions(2, 5));
        assertThat(Versions.parse("4+")).isEqualTo(new Versions(4, Short.MAX_VALUE));
        assertThat(Versions.parse("none").isEmpty()).isTrue();
    }

    @Test
    void asksForNoMoreThanIsInDoubt() {
        Versions message = Versions.parse("3-9");
        assertThat(Versions.parse("0+").condition(message)).isEqualTo("true");
        assertThat(Versions.parse("5+").condition(message)).isEqualTo("version >= 5");
        assertThat(Versions.parse("0-5").condition(message)).isEqualTo("version <= 5");
        assertThat(Versions.parse("4-5").condition(message)).isEqualTo("version >= 4 && version <= 5");
        assertThat(Versions.parse("9+").condition(message)).isEqualTo("version == 9");
        assertThat(Versions.parse("0-2").condition(message)).isEqualTo("false");
    }

    @Test
    void answersTheOppositeForEveryVersion() {
        Versions message = Versions.parse("3-9");
        assertThat(Versions.parse("0+").conditionNot(message)).isEqualTo("false");
        assertThat(Versions.parse("5+").conditionNot(message)).isEqualTo("version < 5");
        assertThat(Versions.parse("0-5").conditionNot(message)).isEqualTo("version > 5");
        assertThat(Versions.parse("4-5").conditionNot(message)).isEqualTo("(version < 4 || version > 5)");
        assertThat(Versions.parse("0-2").conditionNot(message)).isEqualTo("true");
    }

    @Test
    void isCalledWhatTheSchemaCallsIt() {
        for (String text : new String[] {"3", "2-5", "4+", "none"}) {
            assertThat(Versions.parse(text)).hasToString(text);
        }
    }
}
