package dev.naru.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.naru.client.OffsetSpec;
import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;

class StartPlaceTest {
    private final StartPlace.Text text =
            new StartPlace.Text(new TimeText(Instant.ofEpochMilli(10_000_000), ZoneId.of("UTC")));

    @Test
    void numbersAreOffsetsAndNegativeOnesCountFromTheEnd() {
        assertThat(text.convert("17")).isEqualTo(new StartPlace(null, 17));
        assertThat(text.convert("-17")).isEqualTo(new StartPlace(null, -17));
    }

    @Test
    void wordsAndTimesArePlaces() {
        assertThat(text.convert("beginning").place()).isEqualTo(OffsetSpec.earliest());
        assertThat(text.convert("end").place()).isEqualTo(OffsetSpec.latest());
        assertThat(text.convert("-1h").place()).isEqualTo(OffsetSpec.since(10_000_000 - 3_600_000));
        assertThat(text.convert("@1700000000000").place()).isEqualTo(OffsetSpec.since(1_700_000_000_000L));
    }
}
