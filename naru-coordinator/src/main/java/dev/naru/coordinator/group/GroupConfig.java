package dev.naru.coordinator.group;

import java.util.List;

/**
 * What an operator says about groups.
 *
 * <p>Threading: immutable.
 */
public record GroupConfig(Classic classic, Consumer consumer, CommittedOffsets offsets) {
    /**
     * Groups of the classic protocol.
     *
     * @param sessionTimeoutMsMin the shortest session a member may ask for
     * @param sessionTimeoutMsMax the longest
     * @param membersMax how many members a group may have
     * @param initialRebalanceDelayMs how long an empty group waits for more members before its first rebalance
     */
    public record Classic(
            int sessionTimeoutMsMin, int sessionTimeoutMsMax, int membersMax, int initialRebalanceDelayMs) {}

    /**
     * Groups of the consumer protocol.
     *
     * @param sessionTimeoutMs how long a member may be silent
     * @param heartbeatIntervalMs how often it is asked to be heard of
     * @param assignmentIntervalMs how far apart two assignments of a group are at least
     * @param membersMax how many members a group may have
     * @param assignors the names of those that members can choose from, the default one first
     */
    public record Consumer(
            Bounded sessionTimeoutMs,
            Bounded heartbeatIntervalMs,
            Bounded assignmentIntervalMs,
            int membersMax,
            List<String> assignors,
            MigrationPolicy migration) {}

    /** A value, and between what a group's own value must be. */
    public record Bounded(int value, int min, int max) {
        /** The nearest value that is allowed. */
        public int clamp(int wanted) {
            return Math.max(min, Math.min(max, wanted));
        }
    }

    /** In which direction a group may change its protocol while it has members. */
    public enum MigrationPolicy {
        /** From classic to consumer and back. */
        BIDIRECTIONAL(true, true),
        /** From classic to consumer. */
        UPGRADE(true, false),
        /** From consumer to classic. */
        DOWNGRADE(false, true),
        /** Not at all. */
        DISABLED(false, false);

        private final boolean allowsUpgrade;
        private final boolean allowsDowngrade;

        MigrationPolicy(boolean allowsUpgrade, boolean allowsDowngrade) {
            this.allowsUpgrade = allowsUpgrade;
            this.allowsDowngrade = allowsDowngrade;
        }

        /** True if a consumer that speaks the new protocol may take a classic group over. */
        public boolean allowsUpgrade() {
            return allowsUpgrade;
        }

        /** True if classic members may stay behind as a classic group. */
        public boolean allowsDowngrade() {
            return allowsDowngrade;
        }
    }

    /**
     * Committed offsets.
     *
     * @param metadataSizeMax how many characters the text beside an offset may have
     * @param retentionMs how long an offset is kept after its group stopped using it
     * @param retentionCheckIntervalMs how often such offsets are looked for
     */
    public record CommittedOffsets(int metadataSizeMax, long retentionMs, long retentionCheckIntervalMs) {}
}
