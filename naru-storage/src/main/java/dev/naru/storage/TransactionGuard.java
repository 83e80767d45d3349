package dev.naru.storage;

/**
 * Stands for a question to the coordinator of a transaction: does it include this partition? It is drawn before the question
 * is asked and shown when the answer is yes. A marker that is written in between makes it void, because the answer may be
 * older than the marker: without that, a late batch would open a transaction that nobody ever ends (KIP-890).
 *
 * <p>It also knows the lowest sequence the producer has come with, so that batches which were asked for together are not
 * written in the wrong order.
 *
 * <p>Threading: confined to the partition's loop; others only hand it on.
 */
public final class TransactionGuard {
    static final TransactionGuard NOT_ASKED_FOR = new TransactionGuard(-1, (short) -1, Integer.MAX_VALUE);

    private final long producerId;
    private final short epoch;
    private int lowestSequence;

    TransactionGuard(long producerId, short epoch, int firstSequence) {
        this.producerId = producerId;
        this.epoch = epoch;
        this.lowestSequence = firstSequence;
    }

    long producerId() {
        return producerId;
    }

    short epoch() {
        return epoch;
    }

    int lowestSequence() {
        return lowestSequence;
    }

    void onSequence(int firstSequence) {
        lowestSequence = Math.min(lowestSequence, firstSequence);
    }
}
