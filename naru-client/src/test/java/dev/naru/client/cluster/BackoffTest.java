package dev.naru.client.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class BackoffTest {
    private final Backoff backoff = new Backoff(50, 1_000, new Random(1));

    @Test
    void doublesUpToTheLongestWaitGiveOrTakeAFifth() {
        for (int i = 0; i < 100; i++) {
            assertThat(backoff.waitMs(1)).isBetween(40L, 60L);
            assertThat(backoff.waitMs(2)).isBetween(80L, 120L);
            assertThat(backoff.waitMs(6)).isBetween(800L, 1_200L);
            assertThat(backoff.waitMs(1_000_000)).isBetween(800L, 1_200L);
        }
    }

    @Test
    void differsFromTimeToTime() {
        assertThat(backoff.waitMs(6)).isNotEqualTo(backoff.waitMs(6));
    }
}
