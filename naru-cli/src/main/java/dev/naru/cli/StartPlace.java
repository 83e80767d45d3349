package dev.naru.cli;

import dev.naru.client.OffsetSpec;
import dev.naru.client.group.OffsetReset;
import java.time.Instant;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Where to begin reading a partition.
 *
 * @param place what its leader turns into an offset; null if {@code offset} says it
 * @param offset an offset, or if negative how many records before the end; means nothing if there is a place
 */
record StartPlace(@Nullable OffsetSpec place, long offset) {
    /**
     * The same for partitions of a group that it has no offset for.
     *
     * @throws CommandFailed if it is an offset: partitions of a group have one of their own each
     */
    OffsetReset reset(long nowMs) {
        if (place == null) {
            throw new CommandFailed("a group begins at beginning, end or a time, not at an offset; "
                    + "naru group reset-offsets sets offsets");
        }
        if (place.equals(OffsetSpec.earliest())) {
            return OffsetReset.EARLIEST;
        }
        return place.equals(OffsetSpec.latest())
                ? OffsetReset.LATEST
                : OffsetReset.byDuration(Math.max(0, nowMs - place.timestamp()));
    }

    static final class Text implements ITypeConverter<StartPlace> {
        private final TimeText times;

        Text() {
            this(new TimeText(Instant.now(), ZoneId.systemDefault()));
        }

        Text(TimeText times) {
            this.times = times;
        }

        @Override
        public StartPlace convert(String text) {
            if (text.equals("beginning") || text.equals("earliest")) {
                return new StartPlace(OffsetSpec.earliest(), 0);
            }
            if (text.equals("end") || text.equals("latest")) {
                return new StartPlace(OffsetSpec.latest(), 0);
            }
            if (text.matches("-?\\d{1,18}")) {
                return new StartPlace(null, Long.parseLong(text));
            }
            return times.parseMs(text)
                    .map(timestampMs -> new StartPlace(OffsetSpec.since(timestampMs), 0))
                    .orElseThrow(() -> new TypeConversionException("'" + text
                            + "' is not beginning, end, an offset, or a time such as -1h or 2026-11-22T08:30"));
        }
    }
}
