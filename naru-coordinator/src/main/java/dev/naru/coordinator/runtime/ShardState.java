package dev.naru.coordinator.runtime;

/**
 * The state of one shard. {@link #replay} and {@link #replayEnd} are the only mutators of what is persistent, in recovery as
 * in service. What is not persistent (timers, who waits for a response) starts empty at {@link #onLoaded}.
 *
 * <p>Threading: confined to the shard's loop; while loading, to the thread that loads.
 */
public interface ShardState {
    /** The record is in the log. It may not be committed yet; responses wait for that, state does not. */
    void replay(RecordOrigin origin, CoordinatorRecord record);

    /** A transaction marker is in the log: what the producer's records said becomes true, or is forgotten. */
    void replayEnd(long offset, TransactionEnd end);

    /** The whole log has been replayed; requests follow. Timers start here. */
    void onLoaded();

    /** Another broker, or another instance, takes over: answer whoever waits with NOT_COORDINATOR. Timers are dead already. */
    void onUnloaded();

    /**
     * Everything persistent as text in a canonical order: two states say the same exactly if they are the same. Tests compare
     * the live state with a replayed one.
     */
    String dump();
}
