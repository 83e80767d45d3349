package dev.naru.cli;

/** Stretches of time as people read them. */
final class Ages {
    private static final long MS_PER_SECOND = 1_000;
    private static final long SECONDS_PER_MINUTE = 60;
    private static final long MINUTES_PER_HOUR = 60;
    private static final long HOURS_PER_DAY = 24;

    private Ages() {}

    /** {@code 80ms}, {@code 12s}, {@code 5m 3s}, {@code 2h 10m}, {@code 3d 4h}; a dash if negative, which is: not known. */
    static String text(long ms) {
        if (ms < 0) {
            return "-";
        }
        if (ms < MS_PER_SECOND) {
            return ms + "ms";
        }
        long seconds = ms / MS_PER_SECOND;
        long minutes = seconds / SECONDS_PER_MINUTE;
        long hours = minutes / MINUTES_PER_HOUR;
        if (minutes == 0) {
            return seconds + "s";
        }
        if (hours == 0) {
            return two(minutes, "m", seconds % SECONDS_PER_MINUTE, "s");
        }
        long days = hours / HOURS_PER_DAY;
        return days == 0
                ? two(hours, "h", minutes % MINUTES_PER_HOUR, "m")
                : two(days, "d", hours % HOURS_PER_DAY, "h");
    }

    /** How long ago that was, in milliseconds; -1 if it is negative itself, which is: not known. */
    static long since(long thenMs, long nowMs) {
        return thenMs < 0 ? -1 : Math.max(0, nowMs - thenMs);
    }

    private static String two(long large, String largeUnit, long small, String smallUnit) {
        return large + largeUnit + (small == 0 ? "" : " " + small + smallUnit);
    }
}
