package dev.naru.client.cluster;

import dev.naru.client.CommittedOffset;
import dev.naru.common.TopicPartition;
import java.util.Map;
import java.util.Set;

/**
 * What a coordinator answered to a question about offsets.
 *
 * @param committed the offsets there are; partitions without one are missing
 * @param unknown partitions of topics the coordinator has not heard of, or not any more: whether they have an offset is not
 *     known
 */
public record FetchedOffsets(Map<TopicPartition, CommittedOffset> committed, Set<TopicPartition> unknown) {}
