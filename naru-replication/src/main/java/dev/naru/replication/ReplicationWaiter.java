package dev.naru.replication;

import org.jspecify.annotations.Nullable;

/** Somebody who waits for an append to be on all in-sync replicas. */
public interface ReplicationWaiter {
    /**
     * It is, or never will be as far as this leader knows. Called once, on the partition's loop, in the middle of whatever
     * moved the high watermark: hand it over to your own loop.
     *
     * @param refusal null if the append is replicated
     */
    void onReplicated(@Nullable Refusal refusal);
}
