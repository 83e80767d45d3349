package dev.naru.tests.groups;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Turns the lines of one member's program into events.
 *
 * <p>Threading: the thread that reads the program's output.
 */
final class MemberOutput {
    enum Format {
        /** Time, group, event, partition, offset: what our own scripts print. */
        EVENTS,
        /** {@code group partition offset}, as kcat is told to print a record, and its own words about rebalances. */
        KCAT
    }

    private static final Pattern EVENT = Pattern.compile("(\\d+) (\\S+) ([A-Z]+) (\\d+) (-?\\d+)");
    private static final Pattern KCAT_RECORD = Pattern.compile("(\\S+) (\\d+) (\\d+)");
    private static final Pattern KCAT_REBALANCE =
            Pattern.compile("% Group (\\S+) rebalanced \\(.*?\\): (assigned|revoked)(: (.*))?");
    private static final Pattern KCAT_PARTITION = Pattern.compile("\\[(\\d+)]");

    private static final long UNKNOWN_TIME_MS = 0;

    private final String member;
    private final Format format;
    private final EventLog log;

    MemberOutput(String member, Format format, EventLog log) {
        this.member = member;
        this.format = format;
        this.log = log;
    }

    void onLine(String line) {
        boolean understood = format == Format.EVENTS ? onEvent(line) : onKcat(line);
        if (!understood) {
            log.onUnreadable(member + ": " + line);
        }
    }

    private boolean onEvent(String line) {
        Matcher event = EVENT.matcher(line);
        if (!event.matches()) {
            return false;
        }
        add(
                Long.parseLong(event.group(1)),
                event.group(2),
                GroupEvent.Kind.valueOf(event.group(3).toUpperCase(Locale.ROOT)),
                event.group(4),
                Long.parseLong(event.group(5)));
        return true;
    }

    /** kcat commits by itself, and may have done so after any record, long before what it printed is read here. */
    private boolean onKcat(String line) {
        long nowMs = System.currentTimeMillis();
        Matcher record = KCAT_RECORD.matcher(line);
        if (record.matches()) {
            long offset = Long.parseLong(record.group(3));
            add(nowMs, record.group(1), GroupEvent.Kind.READ, record.group(2), offset);
            add(UNKNOWN_TIME_MS, record.group(1), GroupEvent.Kind.ATTEMPT, record.group(2), offset + 1);
            return true;
        }
        Matcher rebalance = KCAT_REBALANCE.matcher(line);
        if (!rebalance.matches()) {
            return false;
        }
        boolean assigned = rebalance.group(2).equals("assigned");
        Matcher partition = KCAT_PARTITION.matcher(line);
        while (partition.find()) {
            GroupEvent.Kind kind = assigned ? GroupEvent.Kind.ASSIGNED : GroupEvent.Kind.GONE;
            add(nowMs, rebalance.group(1), kind, partition.group(1), -1);
        }
        return true;
    }

    private void add(long timeMs, String group, GroupEvent.Kind kind, String partition, long offset) {
        log.add(group, new GroupEvent(timeMs, member, kind, Integer.parseInt(partition), offset));
    }
}
