package dev.naru.cli;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Points in time as people write them: {@code -90s}, {@code -15m}, {@code -1h}, {@code -2d} (that long ago),
 * {@code @1700000000000} (milliseconds since the epoch), {@code 2026-11-22}, {@code 2026-11-22T08:30} (where the
 * computer is) and {@code 2026-11-22T08:30:00Z} or with {@code +02:00}.
 */
final class TimeText {
    private static final Pattern AGO = Pattern.compile("-(\\d{1,9})(ms|s|m|h|d)");
    private static final Pattern EPOCH = Pattern.compile("@(\\d{1,18})");

    private final Instant now;
    private final ZoneId zone;

    TimeText(Instant now, ZoneId zone) {
        this.now = now;
        this.zone = zone;
    }

    /** Milliseconds since the epoch, or nothing if {@code text} is not a time. */
    Optional<Long> parseMs(String text) {
        Matcher ago = AGO.matcher(text);
        if (ago.matches()) {
            return Optional.of(now.minus(duration(Long.parseLong(ago.group(1)), ago.group(2)))
                    .toEpochMilli());
        }
        Matcher epoch = EPOCH.matcher(text);
        if (epoch.matches()) {
            return Optional.of(Long.parseLong(epoch.group(1)));
        }
        List<Function<String, Instant>> forms = List.of(
                form -> OffsetDateTime.parse(form).toInstant(),
                form -> LocalDateTime.parse(form).atZone(zone).toInstant(),
                form -> LocalDate.parse(form).atStartOfDay(zone).toInstant());
        for (Function<String, Instant> form : forms) {
            try {
                return Optional.of(form.apply(text).toEpochMilli());
            } catch (DateTimeException e) {
                // Not this form; perhaps the next.
            }
        }
        return Optional.empty();
    }

    private static Duration duration(long amount, String unit) {
        return switch (unit) {
            case "ms" -> Duration.ofMillis(amount);
            case "s" -> Duration.ofSeconds(amount);
            case "m" -> Duration.ofMinutes(amount);
            case "h" -> Duration.ofHours(amount);
            default -> Duration.ofDays(amount);
        };
    }
}
