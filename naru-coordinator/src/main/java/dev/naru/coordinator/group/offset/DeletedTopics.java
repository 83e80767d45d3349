package dev.naru.coordinator.group.offset;

import dev.naru.common.Uuid;
import dev.naru.coordinator.group.Outcome;
import dev.naru.coordinator.group.StepSize;
import dev.naru.coordinator.runtime.ShardTimers;
import dev.naru.metadata.ClusterImage;
import dev.naru.metadata.TopicImage;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Forgets the offsets of topics that are deleted, also if one of the same name is made at once: a consumer of the new topic
 * must not begin where it stopped in the old one. What was committed for the new one, which has an id of its own, stays.
 *
 * <p>A topic counts as deleted only if it was there in the image before. That a topic is unknown proves nothing: perhaps the
 * metadata is not all there yet.
 *
 * <p>Threading: confined to the shard's loop.
 */
public final class DeletedTopics {
    private final Offsets offsets;
    private final ShardTimers timers;
    private final Deque<Deleted> deleted = new ArrayDeque<>();
    private ClusterImage seen = ClusterImage.EMPTY;

    private record Deleted(String name, Uuid id) {}

    /** Looks after these offsets. */
    public DeletedTopics(Offsets offsets, ShardTimers timers) {
        this.offsets = offsets;
        this.timers = timers;
    }

    /** What is there to begin with. */
    public void start(ClusterImage image) {
        seen = image;
    }

    /** The cluster has changed. */
    public void onImage(ClusterImage image) {
        ClusterImage before = seen;
        seen = image;
        boolean wasIdle = deleted.isEmpty();
        for (String topic : offsets.topics()) {
            TopicImage was = before.topic(topic);
            if (was != null && isGone(was, image.topic(topic))) {
                deleted.add(new Deleted(topic, was.id()));
            }
        }
        if (wasIdle && !deleted.isEmpty()) {
            forgetSoon();
        }
    }

    private static boolean isGone(TopicImage before, @Nullable TopicImage now) {
        return now == null || !now.id().equals(before.id());
    }

    private void forgetSoon() {
        timers.schedule(0, () -> {
            Outcome outcome = new Outcome();
            Deleted topic = deleted.peek();
            boolean hasMore = topic != null && forget(topic, outcome);
            outcome.afterCommit(() -> {
                if (!hasMore) {
                    deleted.poll();
                }
                if (!deleted.isEmpty()) {
                    forgetSoon();
                }
            });
            return outcome.decision();
        });
    }

    /** True if there are more than one step takes. */
    private boolean forget(Deleted topic, Outcome outcome) {
        Iterator<OffsetKey> keys = keysOf(topic).iterator();
        while (keys.hasNext() && !StepSize.isReached(outcome, timers)) {
            outcome.write(OffsetRecords.tombstone(keys.next()));
        }
        return keys.hasNext();
    }

    private Stream<OffsetKey> keysOf(Deleted topic) {
        return keysOf(topic.name()).filter(key -> !isOfAnother(topic, key));
    }

    /** A tombstone takes all there is of a partition, so one offset of another topic of this name spares it. */
    private boolean isOfAnother(Deleted topic, OffsetKey key) {
        return Stream.concat(
                        Stream.ofNullable(offsets.find(key)), offsets.staged().of(key))
                .map(CommittedOffset::topicId)
                .anyMatch(id -> !id.equals(Uuid.ZERO) && !id.equals(topic.id()));
    }

    private Stream<OffsetKey> keysOf(String topic) {
        Set<OffsetKey> staged = offsets.staged().keysOfTopic(topic).collect(Collectors.toSet());
        Stream<OffsetKey> committed = offsets.committed().all().entrySet().stream()
                .flatMap(group -> group.getValue().getOrDefault(topic, Map.of()).keySet().stream()
                        .map(partition -> new OffsetKey(group.getKey(), topic, partition)));
        return Stream.concat(staged.stream(), committed.filter(key -> !staged.contains(key)));
    }
}
