package dev.naru.storage;

/**
 * A producer this partition remembers, as DescribeProducers reports it; -1 where there is none.
 *
 * @param lastSequence sequence of its last record
 * @param lastTimestampMs largest timestamp of its last batch
 * @param coordinatorEpoch epoch of the coordinator that wrote its last marker
 * @param currentTransactionFirstOffset where its open transaction begins
 */
public record ActiveProducer(
        long producerId,
        short producerEpoch,
        int lastSequence,
        long lastTimestampMs,
        int coordinatorEpoch,
        long currentTransactionFirstOffset) {}
