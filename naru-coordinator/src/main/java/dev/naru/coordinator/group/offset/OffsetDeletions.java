package dev.naru.coordinator.group.offset;

import dev.naru.coordinator.group.Group;
import dev.naru.coordinator.group.Groups;
import dev.naru.coordinator.group.Outcome;
import dev.naru.coordinator.group.StepSize;
import dev.naru.coordinator.runtime.Decision;
import dev.naru.coordinator.runtime.ShardTimers;
import dev.naru.protocol.ErrorCode;
import dev.naru.protocol.message.OffsetDeleteRequest;
import dev.naru.protocol.message.OffsetDeleteRequest.OffsetDeleteRequestTopic;
import dev.naru.protocol.message.OffsetDeleteResponse;
import dev.naru.protocol.message.OffsetDeleteResponse.OffsetDeleteResponsePartition;
import dev.naru.protocol.message.OffsetDeleteResponse.OffsetDeleteResponseTopic;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Deletes offsets that somebody wants to be rid of: some of them by OffsetDelete (KIP-496), or all of a group's with the group.
 * What an open transaction has staged goes too, or it would come back with the transaction's commit.
 *
 * <p>Threading: confined to the shard's loop.
 */
public final class OffsetDeletions {
    private final Groups groups;
    private final Offsets offsets;

    /** Deletes offsets of these groups. */
    public OffsetDeletions(Groups groups, Offsets offsets) {
        this.groups = groups;
        this.offsets = offsets;
    }

    /** Decides an OffsetDelete; topics that the group consumes are refused. */
    public Decision<OffsetDeleteResponse> delete(OffsetDeleteRequest request) {
        Outcome outcome = new Outcome();
        Group group = groups.find(request.groupId());
        ErrorCode error = error(request.groupId(), group);
        if (error != ErrorCode.NONE || group == null) {
            return outcome.decision(new OffsetDeleteResponse().errorCode(error.code()));
        }
        List<OffsetDeleteResponseTopic> topics = new ArrayList<>();
        for (OffsetDeleteRequestTopic topic : request.topics()) {
            boolean isInUse = group.isSubscribedTo(topic.name());
            List<OffsetDeleteResponsePartition> partitions = new ArrayList<>();
            topic.partitions().forEach(partition -> {
                if (!isInUse) {
                    delete(new OffsetKey(request.groupId(), topic.name(), partition.partitionIndex()), outcome);
                }
                partitions.add(new OffsetDeleteResponsePartition()
                        .partitionIndex(partition.partitionIndex())
                        .errorCode((isInUse ? ErrorCode.GROUP_SUBSCRIBED_TO_TOPIC : ErrorCode.NONE).code()));
            });
            topics.add(new OffsetDeleteResponseTopic().name(topic.name()).partitions(partitions));
        }
        return outcome.decision(new OffsetDeleteResponse().topics(topics));
    }

    private static ErrorCode error(String groupId, @Nullable Group group) {
        if (groupId.isEmpty()) {
            return ErrorCode.INVALID_GROUP_ID;
        }
        return group == null ? ErrorCode.GROUP_ID_NOT_FOUND : group.validateOffsetDelete();
    }

    /** Deletes offsets of a group, as many as one decision takes; true if none are left then. */
    public boolean deleteAll(String groupId, ShardTimers timers, Outcome outcome) {
        for (OffsetKey key : offsets.keysOf(groupId)) {
            if (StepSize.isReached(outcome, timers)) {
                return false;
            }
            delete(key, outcome);
        }
        return true;
    }

    private void delete(OffsetKey key, Outcome outcome) {
        if (offsets.find(key) != null || offsets.staged().contains(key)) {
            outcome.write(OffsetRecords.tombstone(key));
        }
    }
}
