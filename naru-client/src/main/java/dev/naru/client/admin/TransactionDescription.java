package dev.naru.client.admin;

import dev.naru.client.Address;
import dev.naru.common.TopicPartition;
import java.util.Set;

/**
 * A transactional id as its coordinator knows it.
 *
 * @param transactionalId the id
 * @param state as the broker names it: {@code Ongoing}, {@code PrepareCommit}, {@code CompleteAbort}, {@code Empty}, …
 * @param producerId the producer id that goes with it now
 * @param producerEpoch the newest epoch of it
 * @param timeoutMs how long a transaction may stay open before the coordinator aborts it, in milliseconds
 * @param startTimeMs when the open transaction began, in milliseconds since the epoch; -1 if none is open
 * @param partitions what the open transaction has written to
 * @param coordinator where the broker that coordinates it is reached
 */
public record TransactionDescription(
        String transactionalId,
        String state,
        long producerId,
        int producerEpoch,
        int timeoutMs,
        long startTimeMs,
        Set<TopicPartition> partitions,
        Address coordinator) {}
