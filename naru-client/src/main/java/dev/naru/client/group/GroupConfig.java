package dev.naru.client.group;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a member takes part in a group.
 *
 * @param groupId the group, not empty
 * @param protocol how members and coordinator talk
 * @param offsetReset where to begin in a partition the group has no offset for, or whose offset is gone from the log; it
 *     counts instead of the consumer's own {@link dev.naru.client.consumer.ConsumerConfig#onLostPosition}
 * @param autoCommitMs how often offsets are committed without being asked, in milliseconds; 0 to leave that to {@link
 *     GroupConsumer#commit}
 * @param membership what the group knows of this member
 * @param classic what only classic groups need
 */
public record GroupConfig(
        String groupId,
        Protocol protocol,
        OffsetReset offsetReset,
        int autoCommitMs,
        Membership membership,
        Classic classic) {
    private static final int DEFAULT_AUTO_COMMIT_MS = 5_000;

    public GroupConfig {
        if (groupId.isEmpty()) {
            throw new IllegalArgumentException("a group id is not empty");
        }
        if (autoCommitMs < 0) {
            throw new IllegalArgumentException("autoCommitMs is zero or more, not " + autoCommitMs);
        }
    }

    /** The newer protocol, beginning at the first record there is, committing every 5 s. */
    public static GroupConfig of(String groupId) {
        return new GroupConfig(
                groupId,
                Protocol.CONSUMER,
                OffsetReset.EARLIEST,
                DEFAULT_AUTO_COMMIT_MS,
                Membership.DEFAULT,
                Classic.DEFAULT);
    }

    /** How members and coordinator talk. */
    public enum Protocol {
        /**
         * The coordinator shares out partitions, and moves them one by one (KIP-848). On a broker that does not know it yet,
         * the classic one is used.
         */
        CONSUMER,
        /** One of the members shares out partitions, and all of them stop for it unless the assignor is cooperative. */
        CLASSIC
    }

    /** As this, with another protocol. */
    public GroupConfig with(Protocol other) {
        return new GroupConfig(groupId, other, offsetReset, autoCommitMs, membership, classic);
    }

    /** As this, beginning elsewhere where the group has no offset. */
    public GroupConfig with(OffsetReset other) {
        return new GroupConfig(groupId, protocol, other, autoCommitMs, membership, classic);
    }

    /** As this, committing this often on its own, in milliseconds; 0 for never. */
    public GroupConfig withAutoCommitMs(int other) {
        return new GroupConfig(groupId, protocol, offsetReset, other, membership, classic);
    }

    /** As this, known to the group like this. */
    public GroupConfig with(Membership other) {
        return new GroupConfig(groupId, protocol, offsetReset, autoCommitMs, other, classic);
    }

    /** As this, with other ways in classic groups. */
    public GroupConfig with(Classic other) {
        return new GroupConfig(groupId, protocol, offsetReset, autoCommitMs, membership, other);
    }

    /**
     * What the group knows of this member.
     *
     * @param instanceId a lasting name: who comes back under it within the session timeout gets its partitions back without
     *     a rebalance; null for a member like any other
     * @param rack where it stands, so that it may be given partitions with a replica there; null if that does not matter
     * @param pollIntervalMsMax longest time from the end of one poll to the next, in milliseconds, one or more; who takes
     *     longer leaves the group, and joins it again with the next poll. It is also how long giving up partitions may take
     * @param serverAssignor the coordinator's assignor to use, {@code uniform} or {@code range} on a broker with defaults;
     *     null for its own choice; means nothing in a classic group
     */
    public record Membership(
            @Nullable String instanceId,
            @Nullable String rack,
            int pollIntervalMsMax,
            @Nullable String serverAssignor) {
        /** Without a name and a rack, five minutes between polls, the coordinator's choice of assignor. */
        public static final Membership DEFAULT = new Membership(null, null, 300_000, null);

        public Membership {
            if (pollIntervalMsMax < 1) {
                throw new IllegalArgumentException("pollIntervalMsMax is one or more, not " + pollIntervalMsMax);
            }
        }

        /** As this, under a lasting name. */
        public Membership withInstanceId(String other) {
            return new Membership(other, rack, pollIntervalMsMax, serverAssignor);
        }

        /** As this, with this time between polls. */
        public Membership withPollIntervalMsMax(int other) {
            return new Membership(instanceId, rack, other, serverAssignor);
        }
    }

    /**
     * What only classic groups need.
     *
     * @param assignors the ways to share out partitions this member knows, the preferred one first; at least one
     * @param sessionTimeoutMs silence after which the coordinator takes the member for dead, in milliseconds; the broker
     *     has limits for it
     * @param heartbeatIntervalMs how often the member says that it is alive, in milliseconds; below the session timeout
     */
    public record Classic(List<ClassicAssignor> assignors, int sessionTimeoutMs, int heartbeatIntervalMs) {
        /** Range, or cooperative-sticky where the others know only that; 45 s; 3 s. */
        public static final Classic DEFAULT =
                new Classic(List.of(ClassicAssignor.RANGE, ClassicAssignor.COOPERATIVE_STICKY), 45_000, 3_000);

        public Classic {
            assignors = List.copyOf(assignors);
            if (assignors.isEmpty()) {
                throw new IllegalArgumentException("at least one assignor is needed");
            }
            if (heartbeatIntervalMs < 1 || heartbeatIntervalMs >= sessionTimeoutMs) {
                throw new IllegalArgumentException("heartbeatIntervalMs is one or more, and below sessionTimeoutMs");
            }
        }

        /** As this, with these assignors. */
        public Classic with(ClassicAssignor... others) {
            return new Classic(List.of(others), sessionTimeoutMs, heartbeatIntervalMs);
        }

        /** As this, with these times. */
        public Classic withTimes(int otherSessionTimeoutMs, int otherHeartbeatIntervalMs) {
            return new Classic(assignors, otherSessionTimeoutMs, otherHeartbeatIntervalMs);
        }

        /** Whether partitions that stay are read on while the group rebalances. */
        boolean isCooperative() {
            return assignors.stream().allMatch(ClassicAssignor::isCooperative);
        }
    }
}
