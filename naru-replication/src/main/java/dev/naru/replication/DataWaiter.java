package dev.naru.replication;

/** Somebody who waits for a partition to have more to read. */
public interface DataWaiter {
    /** More than anybody waits for: something else happened than an append, better look again. */
    int LOOK_AGAIN = Integer.MAX_VALUE;

    /**
     * There is more to read. Called on the partition's loop, in the middle of an append: hand it over to your own loop.
     *
     * @param bytes at least as much as has become readable since the last call
     */
    void onReadable(int bytes);
}
