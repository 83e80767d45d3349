package dev.naru.coordinator.group.consumer;

import dev.naru.coordinator.runtime.Decision;
import dev.naru.coordinator.runtime.ShardTimers;
import dev.naru.metadata.ClusterImage;
import dev.naru.metadata.TopicImage;
import dev.naru.metadata.TopicsImage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which topics the regular expressions of a shard's groups stand for; groups with the same expression share the work.
 *
 * <p>A new expression is matched against all topics in slices, each a turn of the loop of its own, so that a hundred thousand
 * topics hold nobody up. After that only topics that come and go are looked at. A slice walks the newest topics from the name
 * where the last one ended; topics that come and go before that name are taken care of like those of a finished expression.
 *
 * <p>Threading: confined to the shard's loop.
 */
final class RegexIndex {
    private static final Logger LOGGER = LoggerFactory.getLogger(RegexIndex.class);
    private static final int SLICE_TOPICS_MAX = 2_000;

    private final ShardTimers timers;
    private final Supplier<ClusterImage> image;
    private final Consumer<String> onResolved;
    private final Map<String, Entry> entries = new HashMap<>();
    private TopicsImage seen;

    private static final class Entry {
        /** Null if it matches nothing. */
        private final @Nullable TopicPattern pattern;

        private final SortedSet<String> topics = new TreeSet<>();
        private final Set<String> waitingGroups = new HashSet<>();
        /** The first name that has not been looked at; null if all have been. */
        private @Nullable String cursor = "";

        Entry(@Nullable TopicPattern pattern) {
            this.pattern = pattern;
        }

        boolean matches(String name) {
            return pattern != null && pattern.matches(name);
        }

        boolean hasLookedAt(String name) {
            return cursor == null || name.compareTo(cursor) < 0;
        }
    }

    /** {@code onResolved} hears of each group that waits for an expression once its topics are known. */
    RegexIndex(ShardTimers timers, Supplier<ClusterImage> image, Consumer<String> onResolved) {
        this.timers = timers;
        this.image = image;
        this.onResolved = onResolved;
        this.seen = image.get().topics();
    }

    /** Refuses what is no regular expression. */
    void check(String regex) throws RefusedException {
        Entry entry = entries.get(regex);
        if (entry == null || entry.pattern == null) {
            TopicPattern.compile(regex);
        }
    }

    /** The topics an expression stands for, in order; null while they are being looked up for this group. */
    @Nullable
    List<String> find(String regex, String groupId) {
        Entry entry = entries.get(regex);
        if (entry == null) {
            entry = add(regex);
        }
        if (entry.cursor != null) {
            entry.waitingGroups.add(groupId);
            return null;
        }
        return List.copyOf(entry.topics);
    }

    private Entry add(String regex) {
        Entry entry = new Entry(compile(regex));
        entries.put(regex, entry);
        if (entry.pattern == null) {
            entry.cursor = null;
        } else {
            scheduleSlice(regex, entry);
        }
        return entry;
    }

    /** Of an expression in the log another broker may have thought better; that is no reason to refuse the log. */
    private static @Nullable TopicPattern compile(String regex) {
        try {
            return TopicPattern.compile(regex);
        } catch (RefusedException e) {
            LOGGER.warn("an expression in the log matches no topic: {}", e.text());
            return null;
        }
    }

    private void scheduleSlice(String regex, Entry entry) {
        timers.schedule(0, () -> {
            if (entries.get(regex) == entry) {
                slice(regex, entry);
            }
            return Decision.nothing();
        });
    }

    private void slice(String regex, Entry entry) {
        onImage(image.get(), Set.of());
        String cursor = entry.cursor;
        if (cursor == null) {
            return;
        }
        int looked = 0;
        for (Map.Entry<String, TopicImage> topic : seen.byName().from(cursor)) {
            if (looked++ == SLICE_TOPICS_MAX) {
                entry.cursor = topic.getKey();
                scheduleSlice(regex, entry);
                return;
            }
            if (entry.matches(topic.getKey())) {
                entry.topics.add(topic.getKey());
            }
        }
        entry.cursor = null;
        List<String> waiting = new ArrayList<>(entry.waitingGroups);
        entry.waitingGroups.clear();
        waiting.forEach(onResolved);
    }

    /** Topics may have come and gone. Expressions that are neither among these nor waited for are forgotten. */
    @SuppressWarnings("ReferenceEquality") // images share what has not changed; comparing them by content is dear
    void onImage(ClusterImage newest, Set<String> inUse) {
        TopicsImage now = newest.topics();
        if (now == seen) {
            return;
        }
        if (!inUse.isEmpty()) {
            entries.entrySet()
                    .removeIf(entry -> !inUse.contains(entry.getKey())
                            && entry.getValue().waitingGroups.isEmpty());
        }
        if (!entries.isEmpty()) {
            TopicNamesChange change = TopicNamesChange.between(seen, now);
            entries.values().forEach(entry -> apply(change, entry));
        }
        seen = now;
    }

    private static void apply(TopicNamesChange change, Entry entry) {
        entry.topics.removeAll(change.gone());
        for (String name : change.come()) {
            if (entry.hasLookedAt(name) && entry.matches(name)) {
                entry.topics.add(name);
            }
        }
    }
}
