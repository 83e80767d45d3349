package dev.naru.metadata;

import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The names of the metadata log's files, which are Kafka's: a log file is named by the offset of its first record, a snapshot
 * by the offset it reaches up to and the epoch of the record before that.
 */
final class MetadataFileName {
    /** What a snapshot is called while it is being written. */
    static final String UNFINISHED = ".part";

    /** Where the bytes go that a recovery cuts off. */
    static final String CUT = ".cut";

    private static final Pattern LOG = Pattern.compile("(\\d{20})\\.log");
    private static final Pattern SNAPSHOT = Pattern.compile("(\\d{20})-(\\d{10})\\.checkpoint");

    private MetadataFileName() {}

    static String ofLog(long baseOffset) {
        return String.format(Locale.ROOT, "%020d.log", baseOffset);
    }

    static String ofSnapshot(LogPosition position) {
        return String.format(Locale.ROOT, "%020d-%010d.checkpoint", position.endOffset(), position.epoch());
    }

    /** The offset in the name of a log file, or null if it is none. */
    static @Nullable Long baseOffsetOf(Path path) {
        Matcher name = LOG.matcher(path.getFileName().toString());
        return name.matches() ? parse(name.group(1)) : null;
    }

    /** The position in the name of a snapshot, or null if it is none. */
    static @Nullable LogPosition positionOf(Path path) {
        Matcher name = SNAPSHOT.matcher(path.getFileName().toString());
        if (!name.matches()) {
            return null;
        }
        Long endOffset = parse(name.group(1));
        Long epoch = parse(name.group(2));
        return endOffset == null || epoch == null || epoch > Integer.MAX_VALUE
                ? null
                : new LogPosition(endOffset, epoch.intValue());
    }

    static boolean isUnfinished(Path path) {
        return path.getFileName().toString().endsWith(".checkpoint" + UNFINISHED);
    }

    private static @Nullable Long parse(String digits) {
        try {
            return Long.valueOf(digits);
        } catch (NumberFormatException e) {
            return null;
        }
    }
}
