package dev.naru.replication;

import dev.naru.common.TopicPartition;
import dev.naru.common.Uuid;
import dev.naru.common.runtime.EventLoop;
import dev.naru.storage.ActiveProducer;
import dev.naru.storage.AppendOutcome;
import dev.naru.storage.AppendTerms;
import dev.naru.storage.Log;
import dev.naru.storage.TransactionGuard;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One replica of a partition: its log, its role, what its readers may see and who waits for more.
 *
 * <p>It starts without a role. {@link #onAssignment} makes it the leader of an epoch or takes that away again; {@link
 * #close} ends it. Only a leader appends and answers readers. The high watermark is the smallest log end of the in-sync
 * replicas, so with one replica it is the end of the log, and every append moves it at once.
 *
 * <p>Whoever waits is told from within the append that moved something, never by polling. After a failure of its log, or a
 * broken invariant, the partition refuses everything with {@link Refusal#STORAGE_FAILED} until the process starts again.
 *
 * <p>Threading: confined to the partition's loop, except the getters that say otherwise.
 */
public final class Partition {
    private static final Logger LOGGER = LoggerFactory.getLogger(Partition.class);

    private final Log log;
    private final PartitionReader reader;
    private final int localBrokerId;
    private final DataWaiters dataWaiters = new DataWaiters();
    private final ReplicationWaiters replicationWaiters = new ReplicationWaiters();

    private volatile PartitionConfig config;
    private PartitionAssignment assignment;

    /** Null while this broker does not lead. */
    private @Nullable ReplicaTable replicas;

    /** Why it refuses everything, whatever its role; null while it works. */
    private @Nullable Refusal outage;

    /** Appended since readers last got to see more; an upper bound of what they see when the high watermark moves. */
    private long unseenBytes;

    /** A partition without a role yet. */
    Partition(Log log, int localBrokerId, PartitionAssignment assignment, PartitionConfig config) {
        this.log = log;
        this.reader = new PartitionReader(log);
        this.localBrokerId = localBrokerId;
        this.assignment = assignment;
        this.config = config;
    }

    /** Which partition. Safe from any thread. */
    public TopicPartition id() {
        return log.partition();
    }

    /** The id of its topic. Safe from any thread. */
    public Uuid topicId() {
        return log.topicId();
    }

    /** The loop it is confined to. Safe from any thread. */
    public EventLoop loop() {
        return log.loop();
    }

    /** The settings of its topic. Safe from any thread. */
    public PartitionConfig config() {
        return config;
    }

    /** Its log; for what is safe from any thread there, such as its size. */
    public Log log() {
        return log;
    }

    /** The leader epoch it is in. */
    public int leaderEpoch() {
        return assignment.leaderEpoch();
    }

    /** The settings of the topic have changed. */
    void onConfig(PartitionConfig changed) {
        loop().checkCurrent();
        config = changed;
        log.setConfig(changed.log());
    }

    /** The metadata says something new about this partition; older news is not taken. */
    void onAssignment(PartitionAssignment changed) {
        loop().checkCurrent();
        if (changed.leaderEpoch() < assignment.leaderEpoch()
                || changed.partitionEpoch() < assignment.partitionEpoch()) {
            return;
        }
        boolean leadsSame = replicas != null && changed.leaderEpoch() == assignment.leaderEpoch();
        assignment = changed;
        if (changed.leaderId() != localBrokerId) {
            becomeFollower();
        } else if (leadsSame && replicas != null) {
            replicas.onAssignment(changed);
            advanceHighWatermark();
        } else {
            becomeLeader();
        }
    }

    private void becomeLeader() {
        replicationWaiters.refuseAll(Refusal.NOT_LEADER);
        try {
            log.onLeaderEpoch(assignment.leaderEpoch());
        } catch (IOException | RuntimeException e) {
            goOffline(e);
            return;
        }
        replicas = new ReplicaTable(localBrokerId, assignment, log.logStartOffset());
        advanceHighWatermark();
        dataWaiters.wake(DataWaiter.LOOK_AGAIN);
    }

    private void becomeFollower() {
        replicas = null;
        replicationWaiters.refuseAll(Refusal.NOT_LEADER);
        dataWaiters.wake(DataWaiter.LOOK_AGAIN);
    }

    /** The replica is gone, or the process ends: everybody who waits is told. */
    void close(Refusal reason) {
        loop().checkCurrent();
        outage = reason;
        replicas = null;
        replicationWaiters.refuseAll(reason);
        dataWaiters.wake(DataWaiter.LOOK_AGAIN);
    }

    /**
     * Appends batches that have been validated.
     *
     * @param allInSync true if the producer wants every in-sync replica to have them, so that there must be enough
     */
    public WriteOutcome append(ByteBuffer batches, AppendTerms terms, boolean allInSync) {
        loop().checkCurrent();
        Refusal refusal = refusal(-1);
        if (refusal != null) {
            return new WriteOutcome.Refused(refusal);
        }
        if (allInSync && !leading().hasEnoughInSync(config.inSyncReplicasMin())) {
            return new WriteOutcome.Refused(Refusal.NOT_ENOUGH_REPLICAS);
        }
        AppendOutcome outcome;
        try {
            outcome = log.appendAsLeader(batches, assignment.leaderEpoch(), terms);
        } catch (IOException | RuntimeException e) {
            return new WriteOutcome.Refused(goOffline(e));
        }
        if (outcome instanceof AppendOutcome.Appended appended) {
            unseenBytes += appended.sizeBytes();
            advanceHighWatermark();
        }
        return new WriteOutcome.Logged(outcome);
    }

    /**
     * Draws the guard under which a transaction may begin here, before its coordinator is asked whether it may; null if it is
     * open here already.
     */
    public @Nullable TransactionGuard guardTransaction(long producerId, short epoch, int firstSequence) {
        return log.guardTransaction(producerId, epoch, firstSequence);
    }

    /** False if a marker of its producer was written since the guard was drawn: the coordinator has to be asked again. */
    public boolean isInForce(TransactionGuard guard) {
        return log.isInForce(guard);
    }

    /**
     * Waits until everything up to {@code lastOffset} is on all in-sync replicas.
     *
     * @return false if it is already; then the waiter is not called
     */
    public boolean awaitReplicated(long lastOffset, ReplicationWaiter waiter) {
        loop().checkCurrent();
        Refusal refusal = refusal(-1);
        if (refusal != null) {
            waiter.onReplicated(refusal);
            return true;
        }
        if (lastOffset < leading().highWatermark()) {
            return false;
        }
        replicationWaiters.add(lastOffset, waiter);
        return true;
    }

    /** The waiter has given up. */
    public void stopAwaitingReplication(ReplicationWaiter waiter) {
        loop().checkCurrent();
        replicationWaiters.remove(waiter);
    }

    /** Reads what this reader may see. */
    public ReadOutcome read(ReadRequest request) {
        loop().checkCurrent();
        Refusal refusal = refusal(request.currentLeaderEpoch());
        if (refusal != null) {
            return new ReadOutcome.Refused(refusal);
        }
        try {
            return reader.read(request, offsets());
        } catch (IOException | RuntimeException e) {
            return new ReadOutcome.Refused(goOffline(e));
        }
    }

    /**
     * Waits for more to read than these offsets let a reader see.
     *
     * @return false if there is more already, or something else has happened; then the waiter is not called, and should look
     *     again
     */
    public boolean awaitBeyond(PartitionOffsets seen, DataWaiter waiter) {
        loop().checkCurrent();
        if (refusal(-1) != null || !seen.equals(offsets())) {
            return false;
        }
        dataWaiters.add(waiter);
        return true;
    }

    /** The waiter has given up, or has enough. */
    public void stopAwaitingData(DataWaiter waiter) {
        loop().checkCurrent();
        dataWaiters.remove(waiter);
    }

    /** Where an epoch ends in this log. */
    public EpochOutcome endOffsetForEpoch(int currentLeaderEpoch, int leaderEpoch) {
        loop().checkCurrent();
        Refusal refusal = refusal(currentLeaderEpoch);
        return refusal != null
                ? new EpochOutcome.Refused(refusal)
                : new EpochOutcome.Answered(log.endOffsetForEpoch(leaderEpoch));
    }

    /** The producers it remembers; null if this broker does not lead. */
    public @Nullable List<ActiveProducer> activeProducers() {
        loop().checkCurrent();
        return refusal(-1) == null ? log.activeProducers() : null;
    }

    /** Everything below it is on all in-sync replicas. Only a leader can say. */
    public long highWatermark() {
        loop().checkCurrent();
        return leading().highWatermark();
    }

    /** False if an append for all in-sync replicas would be refused for want of them. Only a leader can say. */
    public boolean hasEnoughInSync() {
        loop().checkCurrent();
        return leading().hasEnoughInSync(config.inSyncReplicasMin());
    }

    /** Why a request of somebody who knows this leader epoch (-1: does not say) is refused, or null. */
    public @Nullable Refusal refusal(int currentLeaderEpoch) {
        if (outage != null) {
            return outage;
        }
        if (currentLeaderEpoch >= 0 && currentLeaderEpoch < assignment.leaderEpoch()) {
            return Refusal.FENCED_LEADER_EPOCH;
        }
        if (currentLeaderEpoch > assignment.leaderEpoch()) {
            return Refusal.UNKNOWN_LEADER_EPOCH;
        }
        return replicas == null ? Refusal.NOT_LEADER : null;
    }

    /** What a reader is told, now. Only a leader can say. */
    PartitionOffsets offsets() {
        long highWatermark = leading().highWatermark();
        return new PartitionOffsets(highWatermark, log.lastStableOffset(highWatermark), log.logStartOffset());
    }

    /** Nothing can be trusted any more: everything is refused from now on. */
    Refusal goOffline(Throwable cause) {
        if (outage == null) {
            // A failure of the disk concerns all partitions on it, and was reported once by whoever owns the disk.
            if (!(cause instanceof IOException)) {
                LOGGER.error("partition is offline partition={}", id(), cause);
            }
            close(Refusal.STORAGE_FAILED);
        }
        return Refusal.STORAGE_FAILED;
    }

    private void advanceHighWatermark() {
        ReplicaTable table = leading();
        long stableBefore = log.lastStableOffset(table.highWatermark());
        boolean held = stableBefore < table.highWatermark();
        if (!table.advance(log.logEndOffset())) {
            return;
        }
        log.onHighWatermark(table.highWatermark());
        int bytes = (int) Math.min(unseenBytes, DataWaiter.LOOK_AGAIN);
        unseenBytes = 0;
        // A transaction that ends sets free all that was held back behind it, which nobody has counted.
        dataWaiters.wake(held ? DataWaiter.LOOK_AGAIN : bytes);
        Refusal afterAppend =
                table.hasEnoughInSync(config.inSyncReplicasMin()) ? null : Refusal.NOT_ENOUGH_REPLICAS_AFTER_APPEND;
        replicationWaiters.onHighWatermark(table.highWatermark(), afterAppend);
    }

    private ReplicaTable leading() {
        ReplicaTable table = replicas;
        if (table == null) {
            throw new IllegalStateException("asked of a partition that does not lead: " + id());
        }
        return table;
    }

    @Override
    public String toString() {
        return id().toString();
    }
}
