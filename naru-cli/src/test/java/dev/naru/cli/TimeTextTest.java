package dev.naru.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;

class TimeTextTest {
    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");

    private final TimeText times = new TimeText(NOW, ZoneId.of("Asia/Seoul"));

    @Test
    void readsHowLongAgo() {
        assertThat(times.parseMs("-1h")).contains(NOW.toEpochMilli() - 3_600_000);
        assertThat(times.parseMs("-2d")).contains(NOW.toEpochMilli() - 2 * 86_400_000L);
        assertThat(times.parseMs("-250ms")).contains(NOW.toEpochMilli() - 250);
    }

    @Test
    void readsMillisecondsSinceTheEpoch() {
        assertThat(times.parseMs("@1700000000000")).contains(1_700_000_000_000L);
    }

    @Test
    void readsIsoTimesWithAZoneAndWithout() {
        assertThat(times.parseMs("2026-11-22T08:30:00Z"))
                .contains(Instant.parse("2026-11-22T08:30:00Z").toEpochMilli());
        assertThat(times.parseMs("2026-11-22T08:30:00+02:00"))
                .contains(Instant.parse("2026-11-22T06:30:00Z").toEpochMilli());
        assertThat(times.parseMs("2026-11-22T08:30"))
                .contains(Instant.parse("2026-11-21T23:30:00Z").toEpochMilli());
        assertThat(times.parseMs("2026-11-22"))
                .contains(Instant.parse("2026-11-21T15:00:00Z").toEpochMilli());
    }

    @Test
    void otherTextIsNoTime() {
        assertThat(times.parseMs("yesterday")).isEmpty();
        assertThat(times.parseMs("17")).isEmpty();
        assertThat(times.parseMs("-17")).isEmpty();
    }
}
