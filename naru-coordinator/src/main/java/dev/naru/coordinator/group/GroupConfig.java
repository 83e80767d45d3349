package dev.naru.coordinator.group;

/**
 * What an operator says about groups.
 *
 * <p>Threading: immutable.
 */
public record GroupConfig(Classic classic, CommittedOffsets offsets) {
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
     * Committed offsets.
     *
     * @param metadataSizeMax how many characters the text beside an offset may have
     * @param retentionMs how long an offset is kept after its group stopped using it
     * @param retentionCheckIntervalMs how often such offsets are looked for
     */
    public record CommittedOffsets(int metadataSizeMax, long retentionMs, long retentionCheckIntervalMs) {}
}
