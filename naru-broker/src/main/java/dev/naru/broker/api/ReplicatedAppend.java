package dev.naru.broker.api;

import dev.naru.protocol.ErrorCode;
import dev.naru.replication.Refusal;
import dev.naru.replication.ReplicationWaiter;
import org.jspecify.annotations.Nullable;

/**
 * One append of a produce request with {@code acks=all}, until all in-sync replicas have it or the request's time is up.
 * Ends once, whichever comes first.
 *
 * <p>Threading: confined to the partition's loop.
 */
final class ReplicatedAppend implements ReplicationWaiter {
    private final ProducePart part;
    private final Runnable done;
    private boolean over;

    ReplicatedAppend(ProducePart part, Runnable done) {
        this.part = part;
        this.done = done;
    }

    /** Waits, unless the replicas have it already. */
    void start() {
        if (!part.partition().awaitReplicated(part.lastOffset(), this)) {
            onReplicated(null);
        }
    }

    boolean isOver() {
        return over;
    }

    @Override
    public void onReplicated(@Nullable Refusal refusal) {
        over = true;
        part.onReplicated(refusal);
        done.run();
    }

    /** The request's time is up. What was appended stays; the producer will send it again and be recognized. */
    void expire() {
        if (!over) {
            over = true;
            part.partition().stopAwaitingReplication(this);
            part.fail(ErrorCode.REQUEST_TIMED_OUT, "not all in-sync replicas have it yet");
            done.run();
        }
    }
}
