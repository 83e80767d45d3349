package dev.naru.tests.simulation.world;

import dev.naru.common.TopicPartition;
import dev.naru.common.Uuid;

/** A partition of one life of a topic: a topic deleted and made anew under its name is another one. Threading: immutable. */
record PartitionId(Uuid topicId, TopicPartition partition) {
    @Override
    public String toString() {
        return partition + " of topic " + topicId;
    }
}
