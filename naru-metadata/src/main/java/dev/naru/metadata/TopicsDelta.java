package dev.naru.metadata;

import dev.naru.common.Uuid;
import dev.naru.protocol.metadata.PartitionChangeRecord;
import dev.naru.protocol.metadata.PartitionRecord;
import dev.naru.protocol.metadata.RemoveTopicRecord;
import dev.naru.protocol.metadata.TopicRecord;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What changes about the topics.
 *
 * <p>Threading: confined to whoever replays; read by everybody afterwards.
 */
public final class TopicsDelta {
    private static final int LEADER_UNCHANGED = -2;
    private static final byte RECOVERY_UNCHANGED = -1;

    private final TopicsImage base;
    private final Map<Uuid, TopicDelta> changed = new LinkedHashMap<>();
    private final Map<Uuid, TopicImage> deleted = new LinkedHashMap<>();
    private final Map<String, Uuid> createdIdsByName = new LinkedHashMap<>();

    TopicsDelta(TopicsImage base) {
        this.base = base;
    }

    /** Topics that are new or have a new or different partition. */
    public Collection<TopicDelta> changed() {
        return Collections.unmodifiableCollection(changed.values());
    }

    /** Topics that are gone, as they were before. */
    public Collection<TopicImage> deleted() {
        return Collections.unmodifiableCollection(deleted.values());
    }

    void replay(TopicRecord record) {
        TopicImage namesake = base.get(record.name());
        if (base.get(record.topicId()) != null || changed.containsKey(record.topicId())) {
            throw new MetadataException("topic id " + record.topicId() + " is created twice");
        }
        if ((namesake != null && !deleted.containsKey(namesake.id())) || createdIdsByName.containsKey(record.name())) {
            throw new MetadataException("topic " + record.name() + " is created twice");
        }
        createdIdsByName.put(record.name(), record.topicId());
        changed.put(record.topicId(), TopicDelta.ofNew(record.name(), record.topicId()));
    }

    void replay(PartitionRecord record) {
        change(record.topicId(), "a partition").set(record.partitionId(), PartitionImage.of(record));
    }

    void replay(PartitionChangeRecord record) {
        TopicDelta topic = change(record.topicId(), "a change of a partition");
        PartitionImage before = topic.partition(record.partitionId());
        if (before == null) {
            throw new MetadataException("partition " + record.partitionId() + " of topic " + topic.name()
                    + " is changed and was never created");
        }
        topic.set(record.partitionId(), changed(before, record));
    }

    /** Takes the removal of a topic and says which name is gone. */
    String replay(RemoveTopicRecord record) {
        Uuid id = record.topicId();
        TopicDelta delta = changed.remove(id);
        TopicImage before = base.get(id);
        if (before != null && deleted.put(id, before) == null) {
            return before.name();
        }
        if (delta == null) {
            throw new MetadataException("topic id " + id + " is removed and was never created");
        }
        createdIdsByName.remove(delta.name());
        return delta.name();
    }

    TopicsImage apply() {
        TopicsImage image = base;
        for (TopicImage topic : deleted.values()) {
            image = image.without(topic);
        }
        for (TopicDelta topic : changed.values()) {
            image = image.with(topic.apply());
        }
        return image;
    }

    private TopicDelta change(Uuid id, String what) {
        TopicDelta delta = changed.get(id);
        if (delta == null) {
            TopicImage topic = base.get(id);
            if (topic == null || deleted.containsKey(id)) {
                throw new MetadataException(what + " belongs to topic id " + id + ", which does not exist");
            }
            delta = TopicDelta.of(topic);
            changed.put(id, delta);
        }
        return delta;
    }

    private static PartitionImage changed(PartitionImage before, PartitionChangeRecord record) {
        PartitionImage.Assignment old = before.assignment();
        PartitionImage.EligibleReplicas eligible = before.eligible();
        PartitionImage.Assignment assignment = new PartitionImage.Assignment(
                orElse(record.replicas(), old.replicas()),
                orElse(record.directories(), old.directories()),
                orElse(record.removingReplicas(), old.removing()),
                orElse(record.addingReplicas(), old.adding()));
        return new PartitionImage(
                assignment,
                changedLeadership(before.leadership(), record),
                orElse(record.isr(), before.isr()),
                PartitionImage.eligibleOf(
                        orElse(record.eligibleLeaderReplicas(), eligible.current()),
                        orElse(record.lastKnownElr(), eligible.lastKnown())),
                before.partitionEpoch() + 1);
    }

    private static PartitionImage.Leadership changedLeadership(
            PartitionImage.Leadership before, PartitionChangeRecord record) {
        boolean isNewLeader = record.leader() != LEADER_UNCHANGED;
        byte recovery = record.leaderRecoveryState();
        return new PartitionImage.Leadership(
                isNewLeader ? record.leader() : before.leader(),
                isNewLeader ? before.epoch() + 1 : before.epoch(),
                recovery == RECOVERY_UNCHANGED ? before.recovering() : recovery != 0);
    }

    private static <T> List<T> orElse(@Nullable List<T> now, List<T> before) {
        return now == null ? before : List.copyOf(now);
    }
}
