/**
 * What every coordinator runs on: state that is a replay of one partition of an internal topic.
 *
 * <p>Open {@link dev.naru.coordinator.runtime.CoordinatorShard} first: it takes requests, asks the state machine for a
 * {@link dev.naru.coordinator.runtime.Decision}, appends the decision's records to a {@link
 * dev.naru.coordinator.runtime.ShardLog}, replays them into the {@link dev.naru.coordinator.runtime.ShardState}, and lets
 * the response go once they are committed. Loading after a failover is the same replay ({@link
 * dev.naru.coordinator.runtime.ShardLoader}). The records of many decisions share a batch ({@link
 * dev.naru.coordinator.runtime.RecordBatcher}), their responses wait in {@link
 * dev.naru.coordinator.runtime.PendingResponses}, and what a state wants to do later it asks of its {@link
 * dev.naru.coordinator.runtime.ShardTimers}.
 */
@NullMarked
package dev.naru.coordinator.runtime;

import org.jspecify.annotations.NullMarked;
