package dev.naru.broker.api;

import dev.naru.common.Uuid;
import dev.naru.protocol.message.FetchRequest;

/**
 * What a fetch request, or the session it belongs to, asks of one partition. Threading: immutable.
 *
 * @param currentLeaderEpoch the leader epoch the reader knows, or -1
 * @param lastFetchedEpoch the epoch of the last record the reader has, or -1
 */
record FetchTarget(Key key, long offset, int currentLeaderEpoch, int lastFetchedEpoch, int sizeBytesMax) {
    /** A partition as the request names it: by id from version 13 on, by name before; the other one is empty. */
    record Key(Uuid topicId, String topic, int partition) {
        boolean isSameTopic(Key other) {
            return topicId.equals(other.topicId) && topic.equals(other.topic);
        }
    }

    static FetchTarget of(FetchRequest.FetchTopic topic, FetchRequest.FetchPartition partition) {
        return new FetchTarget(
                new Key(topic.topicId(), topic.topic(), partition.partition()),
                partition.fetchOffset(),
                partition.currentLeaderEpoch(),
                partition.lastFetchedEpoch(),
                Math.max(0, partition.partitionMaxBytes()));
    }
}
