/**
 * Who of a group reads which partition: pure functions from members, their subscriptions and what they have now to what
 * they should have.
 *
 * <p>Open {@link dev.naru.coordinator.group.assignor.Assignor} first. {@link
 * dev.naru.coordinator.group.assignor.UniformAssignor} spreads single partitions as evenly as subscriptions allow, {@link
 * dev.naru.coordinator.group.assignor.RangeAssignor} keeps partitions of the same number together. Both move as little as
 * they can, and then exchange partitions where that brings readers closer to replicas ({@link
 * dev.naru.coordinator.group.assignor.RackSwaps}). A {@link dev.naru.coordinator.group.assignor.PartitionSet} is the value
 * all of them speak in.
 */
@NullMarked
package dev.naru.coordinator.group.assignor;

import org.jspecify.annotations.NullMarked;
