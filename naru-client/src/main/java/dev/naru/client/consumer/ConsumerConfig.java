package dev.naru.client.consumer;

/**
 * How a consumer reads.
 *
 * @param fetching how much is fetched at a time
 * @param readCommitted whether records of transactions are held back until they are committed
 * @param onLostPosition what to do when the records at a position are gone
 */
public record ConsumerConfig(Fetching fetching, boolean readCommitted, OnLostPosition onLostPosition) {
    /** Everything that is replicated; fails when a position is lost. */
    public static final ConsumerConfig DEFAULT = new ConsumerConfig(Fetching.DEFAULT, false, OnLostPosition.FAIL);

    /** What to do when the records at a position are gone: deleted, or cut off by an unclean leader election. */
    public enum OnLostPosition {
        /** The next poll fails with {@link PositionLostException}; the partition rests until it is sought anew. */
        FAIL,
        /** Goes on with the first record there is; after a cut, where the log was cut. */
        EARLIEST,
        /** Goes on behind the last record there is; after a cut, where the log was cut. */
        LATEST
    }

    /** As this, with other limits. */
    public ConsumerConfig with(Fetching other) {
        return new ConsumerConfig(other, readCommitted, onLostPosition);
    }

    /** As this, with another way to deal with lost positions. */
    public ConsumerConfig with(OnLostPosition other) {
        return new ConsumerConfig(fetching, readCommitted, other);
    }

    /** As this, held back until committed, or not. */
    public ConsumerConfig withReadCommitted(boolean other) {
        return new ConsumerConfig(fetching, other, onLostPosition);
    }

    /**
     * How much is fetched at a time. A batch larger than these sizes is still fetched, alone.
     *
     * @param minBytes bytes a broker waits for before it answers, one or more
     * @param maxWaitMs how long it waits for them at most, zero or more
     * @param sizeBytesMax size of one answer, one or more
     * @param partitionSizeBytesMax size of the part of one partition in it, one or more
     * @param bufferBytesMax bytes fetched and not polled yet, of all partitions together, from which on nothing is fetched
     */
    public record Fetching(
            int minBytes, int maxWaitMs, int sizeBytesMax, int partitionSizeBytesMax, long bufferBytesMax) {
        /** One byte, half a second, 50 MiB, 1 MiB, 32 MiB. */
        public static final Fetching DEFAULT = new Fetching(1, 500, 50 << 20, 1 << 20, 32L << 20);

        public Fetching {
            if (minBytes < 1 || sizeBytesMax < 1 || partitionSizeBytesMax < 1 || bufferBytesMax < 1 || maxWaitMs < 0) {
                throw new IllegalArgumentException("sizes are one byte or more, maxWaitMs is zero or more");
            }
        }
    }
}
