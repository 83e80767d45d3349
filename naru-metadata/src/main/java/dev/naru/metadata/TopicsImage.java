package dev.naru.metadata;

import dev.naru.common.Uuid;
import org.jspecify.annotations.Nullable;

/**
 * All topics at one moment, by name and by id.
 *
 * <p>Threading: immutable.
 */
public record TopicsImage(
        SortedTree<String, TopicImage> byName, SortedTree<Uuid, TopicImage> byId, int partitionCount) {
    static final TopicsImage EMPTY = new TopicsImage(SortedTree.empty(), SortedTree.empty(), 0);

    /** The topic of this name, or null. */
    public @Nullable TopicImage get(String name) {
        return byName.get(name);
    }

    /** The topic of this id, or null. */
    public @Nullable TopicImage get(Uuid id) {
        return byId.get(id);
    }

    /** How many topics there are. */
    public int count() {
        return byName.size();
    }

    TopicsImage with(TopicImage topic) {
        TopicImage before = byId.get(topic.id());
        int added = topic.partitionCount() - (before == null ? 0 : before.partitionCount());
        return new TopicsImage(byName.with(topic.name(), topic), byId.with(topic.id(), topic), partitionCount + added);
    }

    TopicsImage without(TopicImage topic) {
        return new TopicsImage(
                byName.without(topic.name()), byId.without(topic.id()), partitionCount - topic.partitionCount());
    }
}
