package dev.naru.coordinator.group.consumer;

import dev.naru.metadata.TopicImage;
import dev.naru.metadata.TopicsImage;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The names of topics that were created and deleted between two images.
 *
 * <p>Threading: immutable.
 */
record TopicNamesChange(List<String> come, Set<String> gone) {
    /** Walks both in order, side by side. */
    static TopicNamesChange between(TopicsImage before, TopicsImage after) {
        List<String> come = new ArrayList<>();
        Set<String> gone = new HashSet<>();
        Iterator<Map.Entry<String, TopicImage>> olds = before.byName().iterator();
        Iterator<Map.Entry<String, TopicImage>> news = after.byName().iterator();
        String old = next(olds);
        String young = next(news);
        while (old != null || young != null) {
            int order = old == null ? 1 : young == null ? -1 : old.compareTo(young);
            if (order > 0) {
                come.add(String.valueOf(young));
            } else if (order < 0) {
                gone.add(String.valueOf(old));
            }
            old = order <= 0 ? next(olds) : old;
            young = order >= 0 ? next(news) : young;
        }
        return new TopicNamesChange(come, gone);
    }

    private static @Nullable String next(Iterator<Map.Entry<String, TopicImage>> names) {
        return names.hasNext() ? names.next().getKey() : null;
    }
}
