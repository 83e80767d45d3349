package dev.naru.coordinator.group.offset;

import dev.naru.protocol.group.OffsetCommitKey;

/** Whose offset, and of which partition. Threading: immutable. */
record OffsetKey(String groupId, String topic, int partition) {
    static OffsetKey of(OffsetCommitKey key) {
        return new OffsetKey(key.group(), key.topic(), key.partition());
    }

    OffsetCommitKey toRecordKey() {
        return new OffsetCommitKey().group(groupId).topic(topic).partition(partition);
    }
}
