package dev.naru.metadata;

import dev.naru.common.Uuid;
import dev.naru.protocol.metadata.PartitionRecord;
import java.util.List;

/**
 * A partition at one moment: who holds it, who is in sync, who leads.
 *
 * @param isr the in-sync replicas
 * @param partitionEpoch grows with every change of the partition
 *
 * <p>Threading: immutable.
 */
public record PartitionImage(
        Assignment assignment,
        Leadership leadership,
        List<Integer> isr,
        EligibleReplicas eligible,
        int partitionEpoch) {

    /** The leader of a partition that has none. */
    public static final int NO_LEADER = -1;

    private static final byte RECOVERED = 0;
    private static final byte RECOVERING = 1;

    /**
     * Where the replicas are.
     *
     * @param replicas brokers, the preferred leader first
     * @param directories the log directory on each of them; {@link Uuid#ZERO} while it is not known
     * @param removing those that a reassignment takes away
     * @param adding those that a reassignment brings in
     */
    public record Assignment(
            List<Integer> replicas, List<Uuid> directories, List<Integer> removing, List<Integer> adding) {}

    /**
     * Who leads.
     *
     * @param leader a broker, or {@link #NO_LEADER}
     * @param epoch grows with every change of leader
     * @param recovering true from an unclean election until the leader has recovered
     */
    public record Leadership(int leader, int epoch, boolean recovering) {}

    /** Replicas out of sync that still hold everything acknowledged (KIP-966), and those known so last. */
    public record EligibleReplicas(List<Integer> current, List<Integer> lastKnown) {
        /** No such replicas. */
        public static final EligibleReplicas NONE = new EligibleReplicas(List.of(), List.of());
    }

    /** The leading broker, or {@link #NO_LEADER}. */
    public int leader() {
        return leadership.leader;
    }

    /** The epoch of the leader. */
    public int leaderEpoch() {
        return leadership.epoch;
    }

    /** The brokers that hold it, the preferred leader first. */
    public List<Integer> replicas() {
        return assignment.replicas;
    }

    static PartitionImage of(PartitionRecord record) {
        List<Integer> eligible = record.eligibleLeaderReplicas();
        List<Integer> lastKnown = record.lastKnownElr();
        return new PartitionImage(
                new Assignment(
                        List.copyOf(record.replicas()),
                        List.copyOf(record.directories()),
                        List.copyOf(record.removingReplicas()),
                        List.copyOf(record.addingReplicas())),
                new Leadership(record.leader(), record.leaderEpoch(), record.leaderRecoveryState() != RECOVERED),
                List.copyOf(record.isr()),
                eligibleOf(eligible == null ? List.of() : eligible, lastKnown == null ? List.of() : lastKnown),
                record.partitionEpoch());
    }

    static EligibleReplicas eligibleOf(List<Integer> current, List<Integer> lastKnown) {
        return current.isEmpty() && lastKnown.isEmpty()
                ? EligibleReplicas.NONE
                : new EligibleReplicas(List.copyOf(current), List.copyOf(lastKnown));
    }

    PartitionRecord toRecord(Uuid topicId, int partition) {
        return new PartitionRecord()
                .topicId(topicId)
                .partitionId(partition)
                .replicas(assignment.replicas)
                .directories(assignment.directories)
                .removingReplicas(assignment.removing)
                .addingReplicas(assignment.adding)
                .isr(isr)
                .leader(leadership.leader)
                .leaderEpoch(leadership.epoch)
                .leaderRecoveryState(leadership.recovering ? RECOVERING : RECOVERED)
                .eligibleLeaderReplicas(eligible.current.isEmpty() ? null : eligible.current)
                .lastKnownElr(eligible.lastKnown.isEmpty() ? null : eligible.lastKnown)
                .partitionEpoch(partitionEpoch);
    }
}
