package dev.naru.coordinator.group.consumer;

import dev.naru.coordinator.group.assignor.PartitionSet;
import java.util.List;

/** A member of a group as its coordinator and its operator see it. Threading: confined to the test. */
interface SimulatedMember {
    /** What it calls itself. */
    String id();

    /** What it reads at this moment. */
    PartitionSet owned();

    /** What it subscribes to. */
    List<String> topics();

    void subscribe(List<String> newTopics);

    /** Does what a client does now and then: joins, says that it is alive, follows what it is told. */
    void beat(boolean mayLoseResponses);

    void leave();
}
