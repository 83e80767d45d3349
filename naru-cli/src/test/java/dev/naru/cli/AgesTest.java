package dev.naru.cli;

import static org.assertj.core.api.Assertions.assertThat;

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
}
