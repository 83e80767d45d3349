package dev.naru.tests.groups;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;

/**
 * What must be true of everything the members of one group did, whoever died meanwhile.
 *
 * <p>Within an assignment a partition is read offset by offset. An assignment begins where somebody has committed, and nowhere
 * before what was acknowledged by then: so a record is processed a second time only if no commit had covered it, an offset never
 * falls back to zero, and no record is passed over.
 *
 * <p>Threading: one thread.
 */
final class GroupHistory {
    private static final int EVENTS_TOLD = 25;

    private final List<GroupEvent> events;
    private final int unseenMax;
    private final Map<Integer, Commits> commits = new HashMap<>();
    private final Map<String, Position> positions = new HashMap<>();
    private final Map<Integer, Set<Long>> read = new HashMap<>();
    private int readTwice;

    GroupHistory(List<GroupEvent> events) {
        this(events, 0);
    }

    /**
     * @param unseenMax how many records a member may have committed without having said that it read them, as kcat does when it is
     *     stopped
     */
    GroupHistory(List<GroupEvent> events, int unseenMax) {
        this.unseenMax = unseenMax;
        this.events = new ArrayList<>(events);
        // Two things of the same millisecond: what comes before what it may have caused.
        this.events.sort(Comparator.comparingLong(GroupEvent::timeMs).thenComparing(GroupHistory::precedence));
    }

    private static int precedence(GroupEvent event) {
        return switch (event.kind()) {
            case GONE -> 0;
            case ATTEMPT -> 1;
            case ASSIGNED -> 2;
            case READ -> 3;
            case COMMITTED, REFUSED -> 4;
        };
    }

    /** What commits of one partition were tried, and what was acknowledged when. */
    private static final class Commits {
        final NavigableSet<Long> attempted = new TreeSet<>(Set.of(0L));
        long acknowledged;
        long acknowledgedAtMs = -1;
        long acknowledgedBefore;

        void acknowledge(GroupEvent event) {
            if (event.offset() > acknowledged) {
                if (event.timeMs() > acknowledgedAtMs) {
                    acknowledgedBefore = acknowledged;
                    acknowledgedAtMs = event.timeMs();
                }
                acknowledged = event.offset();
            }
        }

        /** What had surely been acknowledged when this moment began. */
        long acknowledgedBefore(long timeMs) {
            return timeMs > acknowledgedAtMs ? acknowledged : acknowledgedBefore;
        }
    }

    /** Where a member is in a partition: at first only what it must not be before. */
    private static final class Position {
        long next = -1;
        long notBefore;
        /** The member was told that it has the partition no more. */
        boolean isGone;
    }

    /** Checks it all against partitions that end at these offsets; returns how many records were processed more than once. */
    int check(List<Long> endOffsets) {
        for (int index = 0; index < events.size(); index++) {
            try {
                check(events.get(index));
            } catch (AssertionError e) {
                throw new AssertionError(e.getMessage() + before(index), e);
            }
        }
        for (int partition = 0; partition < endOffsets.size(); partition++) {
            Set<Long> seen = read.getOrDefault(partition, Set.of());
            for (long offset = 0; offset < endOffsets.get(partition); offset++) {
                if (!seen.contains(offset)) {
                    throw new AssertionError("nobody read offset " + offset + " of partition " + partition);
                }
            }
        }
        return readTwice;
    }

    /** What happened to the same partition just before. */
    private String before(int index) {
        int partition = events.get(index).partition();
        List<GroupEvent> same = events.subList(0, index).stream()
                .filter(event -> event.partition() == partition)
                .toList();
        StringBuilder told = new StringBuilder("; before that:");
        same.subList(Math.max(0, same.size() - EVENTS_TOLD), same.size())
                .forEach(event -> told.append("\n  ").append(event));
        return told.toString();
    }

    private void check(GroupEvent event) {
        Commits of = commits.computeIfAbsent(event.partition(), any -> new Commits());
        String place = event.member() + "/" + event.partition();
        switch (event.kind()) {
            case ASSIGNED -> {
                Position fresh = new Position();
                fresh.notBefore = of.acknowledgedBefore(event.timeMs());
                positions.put(place, fresh);
            }
            case GONE -> positions.computeIfAbsent(place, any -> new Position()).isGone = true;
            case ATTEMPT -> of.attempted.add(event.offset());
            case COMMITTED -> of.acknowledge(event);
            case REFUSED -> {
                // Nothing is known of it: the attempt may have been the last word or not.
            }
            case READ -> onRead(event, of, positionAt(place, event.offset()));
        }
    }

    /** Some clients still hand over what they had fetched when they are told that a partition is gone. */
    private Position positionAt(String place, long offset) {
        Position position = positions.computeIfAbsent(place, any -> new Position());
        if (position.isGone && offset != position.next) {
            position = new Position();
            positions.put(place, position);
        }
        return position;
    }

    private void onRead(GroupEvent event, Commits of, Position position) {
        long offset = event.offset();
        if (position.next >= 0 && offset != position.next) {
            throw new AssertionError(event + " does not follow on " + (position.next - 1));
        }
        if (position.next < 0) {
            if (offset < position.notBefore) {
                throw new AssertionError(event + " goes back, offset " + position.notBefore + " had been committed");
            }
            long committed = of.attempted.floor(offset);
            if (offset - committed > unseenMax) {
                throw new AssertionError(event + " begins where nobody committed; attempts were made of "
                        + of.attempted.subSet(Math.max(0, offset - 30), offset + 30));
            }
            for (long unseen = committed; unseen < offset; unseen++) {
                read.computeIfAbsent(event.partition(), any -> new HashSet<>()).add(unseen);
            }
        }
        position.next = offset + 1;
        if (!read.computeIfAbsent(event.partition(), any -> new HashSet<>()).add(offset)) {
            readTwice++;
        }
    }
}
