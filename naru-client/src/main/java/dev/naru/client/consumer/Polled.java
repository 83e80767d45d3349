package dev.naru.client.consumer;

import dev.naru.common.TopicPartition;
import java.util.List;
import java.util.Map;

/**
 * What one poll brought.
 *
 * @param records records, in order within each partition
 * @param progress where each assigned partition is, after these records; partitions whose offset is still being looked up
 *     are missing
 */
public record Polled(List<ConsumedRecord> records, Map<TopicPartition, Progress> progress) {
    /**
     * Where a partition is.
     *
     * @param position offset of the next record to be polled
     * @param leaderEpoch epoch of the leader that wrote the record before it, -1 if not known
     * @param end offset behind the last record a consumer may see, as of the last fetch; -1 before the first
     */
    public record Progress(long position, int leaderEpoch, long end) {
        /** Records still to come, as of the last fetch; -1 before the first. */
        public long lag() {
            return end < 0 ? -1 : Math.max(0, end - position);
        }
    }
}
