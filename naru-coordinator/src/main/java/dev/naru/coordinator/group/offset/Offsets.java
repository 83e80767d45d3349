package dev.naru.coordinator.group.offset;

import dev.naru.coordinator.runtime.RecordOrigin;
import dev.naru.coordinator.runtime.TransactionEnd;
import dev.naru.protocol.group.OffsetCommitKey;
import dev.naru.protocol.group.OffsetCommitValue;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The offsets of a shard's groups: those that are committed, and those that open transactions have staged.
 *
 * <p>Invariant: of all records about one partition of one group, the one that stands last in the log decides, among those
 * that count. So a staged offset becomes true with its transaction's commit only if nothing newer was committed since it was
 * staged, and a tombstone forgets what is staged below it. That is not a matter of taste: compaction of the topic keeps the
 * last record of a key, and what was loaded after a compaction must say what the live state said before it.
 *
 * <p>Threading: confined to the shard's loop; while loading, to the thread that loads.
 */
public final class Offsets {
    private final OffsetMap committed = new OffsetMap();
    private final StagedOffsets staged = new StagedOffsets();

    /** Applies a record. */
    public void replay(RecordOrigin origin, OffsetCommitKey recordKey, @Nullable OffsetCommitValue value) {
        replay(origin, OffsetKey.of(recordKey), value);
    }

    private void replay(RecordOrigin origin, OffsetKey key, @Nullable OffsetCommitValue value) {
        if (value == null) {
            committed.remove(key);
            staged.removeAll(key);
        } else if (origin.isTransactional()) {
            staged.put(origin.producer().id(), key, CommittedOffset.of(origin.offset(), value));
        } else {
            committed.put(key, CommittedOffset.of(origin.offset(), value));
        }
    }

    /** What a producer has staged becomes true, or is forgotten. */
    public void replayEnd(TransactionEnd end) {
        Map<OffsetKey, CommittedOffset> ended = staged.take(end.producer().id());
        if (end.committed()) {
            ended.forEach((key, offset) -> {
                CommittedOffset present = committed.get(key);
                if (present == null || present.recordOffset() < offset.recordOffset()) {
                    committed.put(key, offset);
                }
            });
        }
    }

    /** The committed offset, or null. */
    public @Nullable CommittedOffset find(String groupId, String topic, int partition) {
        return find(new OffsetKey(groupId, topic, partition));
    }

    @Nullable
    CommittedOffset find(OffsetKey key) {
        return committed.get(key);
    }

    /** The committed offsets of a group by topic and partition; not to be changed. */
    public Map<String, Map<Integer, CommittedOffset>> ofGroup(String groupId) {
        return committed.ofGroup(groupId);
    }

    /** True if the group has offsets, committed or staged. */
    public boolean hasAny(String groupId) {
        return !committed.ofGroup(groupId).isEmpty() || staged.hasAny(groupId);
    }

    /** The partitions of a group for which there is something, committed or staged. */
    Set<OffsetKey> keysOf(String groupId) {
        Set<OffsetKey> keys = new HashSet<>(staged.keysOf(groupId));
        ofGroup(groupId)
                .forEach((topic, partitions) ->
                        partitions.keySet().forEach(partition -> keys.add(new OffsetKey(groupId, topic, partition))));
        return keys;
    }

    /** The topics of which there is anything. */
    Set<String> topics() {
        Set<String> topics = new HashSet<>(committed.topics());
        staged.forEach((producerId, key, offset) -> topics.add(key.topic()));
        return topics;
    }

    OffsetMap committed() {
        return committed;
    }

    StagedOffsets staged() {
        return staged;
    }

    /** Everything as text, in order. */
    public String dump() {
        TreeSet<String> lines = new TreeSet<>();
        committed
                .all()
                .forEach((group, topics) -> topics.forEach((topic, partitions) -> new TreeMap<>(partitions)
                        .forEach((partition, offset) ->
                                lines.add("offset " + new OffsetKey(group, topic, partition) + " = " + offset))));
        staged.forEach((producerId, key, offset) -> lines.add("staged by " + producerId + " " + key + " = " + offset));
        return lines.isEmpty() ? "" : String.join("\n", lines) + "\n";
    }
}
