package dev.naru.client.producer;

import dev.naru.client.Address;
import dev.naru.client.ClientException;
import dev.naru.common.TopicPartition;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The batches of one partition, oldest first, from the first record to the acknowledgement.
 *
 * <p>Order: batches in flight are always the oldest ones, and go to one broker. After a failure nothing is sent until every
 * answer still out has come; then sending goes on from the oldest batch. With idempotence a batch gets its sequence when
 * it is first sent and keeps it, so the broker refuses whatever would come out of order and recognises what it has.
 *
 * <p>A batch whose outcome is unknown is only ever sent again under its old sequence. When the broker answers the oldest
 * batch that its sequence does not follow, there is a gap in what the broker has (a batch before it expired or was
 * refused, or the broker lost its state): neither that batch nor any after it is stored. Then, and only then, all of
 * them get new sequences from zero under a new producer epoch (KIP-360), which also shuts out stragglers of the old one.
 *
 * <p>A broker that knows nothing of a producer, because its topic was made anew, takes any sequence. If it refuses a batch for
 * a moment and then takes the next, the first has been overtaken: it can only be stored out of order, so it fails.
 *
 * <p>Threading: confined to the client's loop.
 */
final class PartitionQueue {
    private final TopicPartition partition;
    private final int batchSizeBytesMax;
    private final Deque<ProducerBatch> batches = new ArrayDeque<>();
    private @Nullable ProducerIdentity identity;
    private int nextSequence;
    private boolean needsNewEpoch;
    private @Nullable Address sentTo;
    private long restUntilNs;
    private boolean resting;
    private int failures;
    private @Nullable ClientException lastFailure;

    PartitionQueue(TopicPartition partition, int batchSizeBytesMax) {
        this.partition = partition;
        this.batchSizeBytesMax = batchSizeBytesMax;
    }

    TopicPartition partition() {
        return partition;
    }

    boolean isEmpty() {
        return batches.isEmpty();
    }

    int batchCount() {
        return batches.size();
    }

    List<ProducerBatch> all() {
        return List.copyOf(batches);
    }

    void append(PendingSend send) {
        ProducerBatch last = batches.peekLast();
        if (last == null || !last.tryAppend(send, batchSizeBytesMax)) {
            batches.add(new ProducerBatch(send));
        }
    }

    /** The batch to send to {@code leader} now, or null if there is none that is ready. */
    @Nullable
    ProducerBatch ready(Address leader, long nowNs, long lingerNs, boolean hurry) {
        ProducerBatch next = next();
        if (next == null || needsNewEpoch || isResting(nowNs)) {
            return null;
        }
        if (inFlightCount() > 0 && !leader.equals(sentTo)) {
            return null;
        }
        boolean full = next != batches.peekLast() || next.sizeBytes() >= batchSizeBytesMax;
        boolean due = hurry || full || next.isClosed() || nowNs - next.sentNs() >= lingerNs;
        return due ? next : null;
    }

    /** When the next batch will have lingered and rested, or the oldest will have waited too long, in monotonic time. */
    long nextLookNs(long lingerNs, long timeoutNs, long nowNs) {
        ProducerBatch oldest = batches.peekFirst();
        ProducerBatch next = next();
        long nextNs = oldest == null ? Long.MAX_VALUE : oldest.sentNs() + timeoutNs;
        if (next != null && !needsNewEpoch) {
            long lingerEndsNs = next.sentNs() + lingerNs;
            nextNs = Math.min(nextNs, isResting(nowNs) ? Math.max(restUntilNs, lingerEndsNs) : lingerEndsNs);
        }
        return nextNs;
    }

    /** True if the oldest record was sent before this moment. */
    boolean hasSentBefore(long momentNs) {
        ProducerBatch oldest = batches.peekFirst();
        return oldest != null && oldest.sentNs() - momentNs <= 0;
    }

    /** Why a batch had to be sent again, the last time that happened. */
    @Nullable
    ClientException lastFailure() {
        return lastFailure;
    }

    void onSent(ProducerBatch batch, Address leader, @Nullable ProducerIdentity current) {
        if (current != null && !batch.hasSequence()) {
            if (!current.equals(identity) && batches.stream().noneMatch(ProducerBatch::hasSequence)) {
                identity = current;
                nextSequence = 0;
            }
            batch.sequence(identity == null ? current : identity, nextSequence);
            nextSequence = Sequences.plus(nextSequence, batch.recordCount());
        }
        batch.onSent();
        sentTo = leader;
        resting = false;
    }

    /** The batch is in the log. Those before it should have been there already. */
    void onStored(ProducerBatch batch) {
        for (ProducerBatch each : batches) {
            if (each == batch) {
                break;
            }
            each.onOvertaken();
        }
        onDone(batch);
    }

    /** The batch is done with, for good or bad. */
    void onDone(ProducerBatch batch) {
        batch.onAnswered();
        batches.remove(batch);
        failures = 0;
    }

    /** The batch has to be sent again; returns how often in a row that happened here. */
    int onFailed(ProducerBatch batch, ClientException reason) {
        batch.onAnswered();
        lastFailure = reason;
        failures++;
        return failures;
    }

    void restUntil(long untilNs) {
        resting = true;
        restUntilNs = untilNs;
    }

    boolean isOldest(ProducerBatch batch) {
        return batches.peekFirst() == batch;
    }

    /** The broker says that the sequence of this batch does not follow what it has. */
    void onOutOfSequence(ProducerBatch batch) {
        if (batches.peekFirst() == batch) {
            needsNewEpoch = true;
        }
    }

    /** True if the sequence has to begin anew and nothing is in flight that could interfere. */
    boolean canBeginAnew() {
        return needsNewEpoch && inFlightCount() == 0;
    }

    @Nullable
    ProducerIdentity identity() {
        return identity;
    }

    /** Begins the sequence anew for all batches that had one. */
    void beginAnew(ProducerIdentity newIdentity) {
        needsNewEpoch = false;
        identity = newIdentity;
        nextSequence = 0;
        for (ProducerBatch batch : batches) {
            if (batch.hasSequence()) {
                batch.sequence(newIdentity, nextSequence);
                nextSequence = Sequences.plus(nextSequence, batch.recordCount());
            }
        }
    }

    /** Puts two halves in the place of a batch that was too large. */
    void split(ProducerBatch batch) {
        batch.onAnswered();
        List<ProducerBatch> rebuilt = new ArrayList<>(batches.size() + 1);
        for (ProducerBatch each : batches) {
            if (each == batch) {
                rebuilt.addAll(batch.split());
            } else {
                rebuilt.add(each);
            }
        }
        batches.clear();
        batches.addAll(rebuilt);
    }

    /** Fails the batches whose first record was sent before this moment; those in flight stay until they are answered. */
    void expire(long sentBeforeNs, ClientException reason, SendBuffer buffer) {
        Iterator<ProducerBatch> oldestFirst = batches.iterator();
        while (oldestFirst.hasNext()) {
            ProducerBatch batch = oldestFirst.next();
            if (batch.sentNs() - sentBeforeNs > 0) {
                return;
            }
            batch.fail(reason, buffer);
            if (!batch.isInFlight()) {
                oldestFirst.remove();
            }
        }
    }

    /** Fails all batches; those in flight stay until they are answered. */
    void abandon(ClientException reason, SendBuffer buffer) {
        batches.forEach(batch -> batch.fail(reason, buffer));
        batches.removeIf(batch -> !batch.isInFlight());
    }

    void failAll(ClientException reason, SendBuffer buffer) {
        List.copyOf(batches).forEach(batch -> batch.fail(reason, buffer));
        batches.clear();
    }

    /** The oldest batch that is not in flight, if all that are in flight are older. */
    private @Nullable ProducerBatch next() {
        ProducerBatch next = null;
        for (ProducerBatch batch : batches) {
            if (next == null && !batch.isInFlight()) {
                next = batch;
            } else if (next != null && batch.isInFlight()) {
                return null;
            }
        }
        return next;
    }

    private long inFlightCount() {
        return batches.stream().filter(ProducerBatch::isInFlight).count();
    }

    private boolean isResting(long nowNs) {
        return resting && restUntilNs - nowNs > 0;
    }
}
