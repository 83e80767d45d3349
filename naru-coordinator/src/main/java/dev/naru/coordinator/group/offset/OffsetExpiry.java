package dev.naru.coordinator.group.offset;

import dev.naru.coordinator.group.Group;
import dev.naru.coordinator.group.GroupConfig;
import dev.naru.coordinator.group.Groups;
import dev.naru.coordinator.group.Outcome;
import dev.naru.coordinator.group.StepSize;
import dev.naru.coordinator.runtime.ShardTimers;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Forgets offsets that have been of no use for {@code offsets.retention.minutes}, and groups that nothing is left of.
 *
 * <p>An offset is in use while a member consumes its topic, while the group rebalances, which may end with such a member
 * (KAFKA-13636), and while an open transaction may change it. An expiry of its own, which clients could give to an offset
 * before 2.1, goes before the broker's; most records of that time say that there is none (KAFKA-8069).
 *
 * <p>Threading: confined to the shard's loop.
 */
public final class OffsetExpiry {
    private static final Logger LOGGER = LoggerFactory.getLogger(OffsetExpiry.class);

    /** What one pass leaves is for another right after it. */
    private static final long NEXT_PASS_MS = 1;

    private final Groups groups;
    private final Offsets offsets;
    private final GroupConfig.CommittedOffsets config;
    private final ShardTimers timers;

    /** Looks after the offsets of these groups, once it is started. */
    public OffsetExpiry(Groups groups, Offsets offsets, GroupConfig.CommittedOffsets config, ShardTimers timers) {
        this.groups = groups;
        this.offsets = offsets;
        this.config = config;
        this.timers = timers;
    }

    /** Looks now and then, from now on. */
    public void start() {
        lookIn(config.retentionCheckIntervalMs());
    }

    private void lookIn(long delayMs) {
        timers.schedule(delayMs, () -> {
            Outcome outcome = new Outcome();
            expire(outcome);
            boolean hasMore = StepSize.isReached(outcome, timers);
            outcome.afterCommit(() -> {
                if (outcome.recordCount() > 0) {
                    LOGGER.info("expired offsets and groups records={}", outcome.recordCount());
                }
                lookIn(hasMore ? NEXT_PASS_MS : config.retentionCheckIntervalMs());
            });
            return outcome.decision();
        });
    }

    /** Adds the tombstones of what has expired. */
    void expire(Outcome outcome) {
        long nowMs = timers.clock().wallMs();
        for (Group group : groups.all()) {
            if (StepSize.isReached(outcome, timers)) {
                return;
            }
            if (expireAll(group, nowMs, outcome) && group.isEmpty()) {
                group.writeTombstones(outcome);
            }
        }
    }

    /** True if no offset of the group is left. */
    private boolean expireAll(Group group, long nowMs, Outcome outcome) {
        boolean isNothingLeft = !offsets.staged().hasAny(group.groupId());
        for (Map.Entry<String, Map<Integer, CommittedOffset>> topic :
                offsets.ofGroup(group.groupId()).entrySet()) {
            boolean isInUse = group.isSubscribedTo(topic.getKey());
            for (Map.Entry<Integer, CommittedOffset> partition :
                    topic.getValue().entrySet()) {
                OffsetKey key = new OffsetKey(group.groupId(), topic.getKey(), partition.getKey());
                boolean expires =
                        !isInUse && !offsets.staged().contains(key) && isExpired(group, partition.getValue(), nowMs);
                if (expires && !StepSize.isReached(outcome, timers)) {
                    outcome.write(OffsetRecords.tombstone(key));
                } else {
                    isNothingLeft = false;
                }
            }
        }
        return isNothingLeft;
    }

    private boolean isExpired(Group group, CommittedOffset offset, long nowMs) {
        long sinceMs = group.offsetsUnusedSinceMs(offset.commitTimestampMs());
        if (sinceMs == Group.NOT_UNUSED) {
            return false;
        }
        return offset.hasOwnExpiry() ? nowMs >= offset.expireTimestampMs() : nowMs - sinceMs >= config.retentionMs();
    }
}
