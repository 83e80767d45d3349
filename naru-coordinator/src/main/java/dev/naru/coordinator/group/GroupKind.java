package dev.naru.coordinator.group;

import dev.naru.coordinator.runtime.CoordinatorRecord;
import dev.naru.coordinator.runtime.RecordOrigin;
import dev.naru.metadata.ClusterImage;
import dev.naru.protocol.group.GroupRecordType;

/**
 * The part of a shard that looks after groups of one type. It puts its groups into {@link Groups} when their records are
 * replayed and removes them with their tombstones.
 *
 * <p>Threading: confined to the shard's loop; while loading, to the thread that loads.
 */
public interface GroupKind extends ClassicProtocol {
    /** True if records of this type are for {@link #replay}. */
    boolean owns(GroupRecordType type);

    /** Applies a record of a type it owns. */
    void replay(GroupRecordType type, RecordOrigin origin, CoordinatorRecord record);

    /** The log has been replayed: sessions begin, timers start. */
    void onLoaded();

    /** Topics or their partitions may have changed; what follows from that is added to {@code outcome}. */
    void onImage(ClusterImage image, Outcome outcome);
}
