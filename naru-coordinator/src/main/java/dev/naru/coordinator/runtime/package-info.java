/**
 * What every coordinator runs on: state that is a replay of one partition of an internal topic.
 *
 * <p>Open {@link dev.naru.coordinator.runtime.CoordinatorShard} first: it takes requests, asks the state machine for a
 * {@link dev.naru.coordinator.runtime.Decision}, appends the decision's records to a {@link
 * dev.naru.coordinator.runtime.ShardLog}, replays them into the {@link dev.naru.coordinator.runtime.ShardState}, and lets
 * the response go once they are committed. Loading after a failover is the same replay.
 */
@NullMarked
package dev.naru.coordinator.runtime;

import org.jspecify.annotations.NullMarked;
