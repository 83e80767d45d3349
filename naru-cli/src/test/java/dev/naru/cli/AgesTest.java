package dev.naru.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AgesTest {
    @ParameterizedTest
    @CsvSource({
        "-1, -",
        "0, 0ms",
        "999, 999ms",
        "1000, 1s",
        "59999, 59s",
        "60000, 1m",
        "303000, 5m 3s",
        "3600000, 1h",
        "7800000, 2h 10m",
        "86400000, 1d",
        "273600000, 3d 4h"
    })
    void namesTheTwoLargestUnits(long ms, String text) {
        assertThat(Ages.text(ms)).isEqualTo(text);
    }

    @Test
    void knowsHowLongAgoSomethingWas() {
        assertThat(Ages.since(1_000, 1_080)).isEqualTo(80);
        assertThat(Ages.since(0, 5)).isEqualTo(5);
        assertThat(Ages.since(2_000, 1_000)).as("another machine's clock").isZero();
        assertThat(Ages.since(-1, 1_000)).as("not known").isEqualTo(-1);
    }
}
