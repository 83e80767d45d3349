package dev.naru.tests.groups;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Everything the members of all groups have printed, and how far each group has come.
 *
 * <p>Threading: any thread.
 */
final class EventLog {
    private static final int UNREADABLE_MAX = 60;

    private final Map<String, List<GroupEvent>> events = new HashMap<>();
    private final Map<String, Map<Integer, Long>> ends = new HashMap<>();
    private final Deque<String> unreadable = new ArrayDeque<>();

    synchronized void add(String group, GroupEvent event) {
        events.computeIfAbsent(group, any -> new ArrayList<>()).add(event);
        if (event.kind() == GroupEvent.Kind.READ) {
            ends.computeIfAbsent(group, any -> new HashMap<>()).merge(event.partition(), event.offset() + 1, Math::max);
        }
    }

    /** A line that is no event: an error message, most likely. The newest are kept. */
    synchronized void onUnreadable(String line) {
        if (unreadable.size() == UNREADABLE_MAX) {
            unreadable.remove();
        }
        unreadable.add(line);
    }

    synchronized String unreadable() {
        return String.join("\n", unreadable);
    }

    synchronized List<GroupEvent> of(String group) {
        return List.copyOf(events.getOrDefault(group, List.of()));
    }

    /** Whether somebody in the group has read up to these ends. */
    synchronized boolean hasRead(String group, List<Long> endOffsets) {
        Map<Integer, Long> reached = ends.getOrDefault(group, Map.of());
        for (int partition = 0; partition < endOffsets.size(); partition++) {
            if (reached.getOrDefault(partition, 0L) < endOffsets.get(partition)) {
                return false;
            }
        }
        return true;
    }

    synchronized String progress() {
        return ends.toString();
    }
}
