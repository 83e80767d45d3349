package dev.naru.client.producer;

import dev.naru.record.Compression;

/**
 * How a producer delivers, gathers and compresses.
 *
 * @param delivery what an acknowledgement is worth
 * @param batching how records are gathered
 * @param compression what batches are compressed with
 */
public record ProducerConfig(Delivery delivery, Batching batching, Compression compression) {
    /** Idempotent, acknowledged by all in-sync replicas, batches of 64 KiB or 5 ms, no compression. */
    public static final ProducerConfig DEFAULT =
            new ProducerConfig(Delivery.DEFAULT, Batching.DEFAULT, Compression.NONE);

    /** As this, with another delivery. */
    public ProducerConfig with(Delivery other) {
        return new ProducerConfig(other, batching, compression);
    }

    /** As this, with another batching. */
    public ProducerConfig with(Batching other) {
        return new ProducerConfig(delivery, other, compression);
    }

    /** As this, with another compression. */
    public ProducerConfig with(Compression other) {
        return new ProducerConfig(delivery, batching, other);
    }

    /**
     * What an acknowledgement is worth.
     *
     * @param acks who must have a record before it is acknowledged
     * @param idempotent whether each record is stored once and in order whatever fails on the way; needs {@link Acks#ALL}
     * @param timeoutMs time from {@code send} to the acknowledgement, tries and waits included, after which the record
     *     fails; one or more
     * @param topicWaitMs how long a record waits for its topic to be known before it fails; one or more
     * @param requestsInFlightMax requests to one broker that may be unanswered at a time, 1 to 5; without idempotence more
     *     than one may change the order of records when something fails
     */
    public record Delivery(Acks acks, boolean idempotent, int timeoutMs, int topicWaitMs, int requestsInFlightMax) {
        /** Idempotent, all replicas, two minutes, a minute for the topic, 5 requests. */
        public static final Delivery DEFAULT = new Delivery(Acks.ALL, true, 120_000, 60_000, 5);

        private static final int REQUESTS_IN_FLIGHT_LIMIT = 5;

        public Delivery {
            if (idempotent && acks != Acks.ALL) {
                throw new IllegalArgumentException("an idempotent producer needs acks=all");
            }
            if (timeoutMs < 1 || topicWaitMs < 1) {
                throw new IllegalArgumentException("timeouts are one millisecond or more");
            }
            if (requestsInFlightMax < 1 || requestsInFlightMax > REQUESTS_IN_FLIGHT_LIMIT) {
                throw new IllegalArgumentException("1 to 5 requests may be in flight, not " + requestsInFlightMax);
            }
        }

        /** Without idempotence, acknowledged like this. */
        public static Delivery of(Acks acks) {
            return new Delivery(acks, false, DEFAULT.timeoutMs, DEFAULT.topicWaitMs, 1);
        }

        /** As this, with these timeouts. */
        public Delivery within(int newTimeoutMs, int newTopicWaitMs) {
            return new Delivery(acks, idempotent, newTimeoutMs, newTopicWaitMs, requestsInFlightMax);
        }
    }

    /**
     * How records are gathered.
     *
     * @param batchSizeBytesMax size of a batch before compression; a larger record gets a batch of its own
     * @param lingerMs how long a batch that is not full waits for more records; zero or more
     * @param requestSizeBytesMax size of a request, one batch of any size excepted
     * @param bufferBytesMax bytes of all records that are not acknowledged yet; beyond that {@code send} refuses
     */
    public record Batching(int batchSizeBytesMax, int lingerMs, int requestSizeBytesMax, long bufferBytesMax) {
        /** Batches of 64 KiB, 5 ms, requests of 1 MiB, 32 MiB in all. */
        public static final Batching DEFAULT = new Batching(64 * 1024, 5, 1024 * 1024, 32L * 1024 * 1024);

        public Batching {
            if (batchSizeBytesMax < 1 || requestSizeBytesMax < 1 || bufferBytesMax < 1 || lingerMs < 0) {
                throw new IllegalArgumentException("sizes are one byte or more, lingerMs is zero or more");
            }
        }
    }
}
