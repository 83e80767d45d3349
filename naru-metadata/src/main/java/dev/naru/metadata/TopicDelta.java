package dev.naru.metadata;

import dev.naru.common.Uuid;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What changes about one topic: some of its partitions, or all of them if the topic is new.
 *
 * <p>Threading: confined to whoever replays; read by everybody afterwards.
 */
public final class TopicDelta {
    private final TopicImage base;
    private final boolean isNew;
    private final Map<Integer, PartitionImage> changed = new TreeMap<>();

    private TopicDelta(TopicImage base, boolean isNew) {
        this.base = base;
        this.isNew = isNew;
    }

    static TopicDelta ofNew(String name, Uuid id) {
        return new TopicDelta(new TopicImage(name, id, PartitionTable.EMPTY), true);
    }

    static TopicDelta of(TopicImage base) {
        return new TopicDelta(base, false);
    }

    /** Its name. */
    public String name() {
        return base.name();
    }

    /** Its id. */
    public Uuid id() {
        return base.id();
    }

    /** True if the topic was not there before. */
    public boolean isNew() {
        return isNew;
    }

    /** The partitions that are new or different, as they are now, by number. */
    public Map<Integer, PartitionImage> changedPartitions() {
        return Collections.unmodifiableMap(changed);
    }

    /** A partition as it is now, or null. */
    public @Nullable PartitionImage partition(int number) {
        PartitionImage image = changed.get(number);
        return image == null ? base.partition(number) : image;
    }

    void set(int number, PartitionImage image) {
        changed.put(number, image);
    }

    TopicImage apply() {
        return new TopicImage(base.name(), base.id(), base.partitions().with(changed));
    }
}
