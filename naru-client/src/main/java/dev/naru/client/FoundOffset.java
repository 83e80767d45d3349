package dev.naru.client;

/**
 * What a leader answered to an {@link OffsetSpec}.
 *
 * @param offset the offset, or -1 if there is no such record
 * @param timestampMs timestamp of the record there, or -1 where the leader does not say
 * @param leaderEpoch epoch of the leader that wrote the record there, or -1 where the leader does not say
 */
public record FoundOffset(long offset, long timestampMs, int leaderEpoch) {}
