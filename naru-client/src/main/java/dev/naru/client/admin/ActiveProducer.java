package dev.naru.client.admin;

/**
 * A producer of which a partition's leader keeps state.
 *
 * @param producerId its id
 * @param producerEpoch its epoch
 * @param lastSequence sequence of the last record, -1 if there is none
 * @param lastTimestampMs time of the last append
 * @param coordinatorEpoch epoch of the coordinator of its last transaction, -1 if it had none
 * @param transactionStartOffset where its open transaction begins, -1 if it has none
 */
public record ActiveProducer(
        long producerId,
        int producerEpoch,
        int lastSequence,
        long lastTimestampMs,
        int coordinatorEpoch,
        long transactionStartOffset) {}
