/**
 * The consumer protocol (KIP-848): members only say what they subscribe to and what they have; the coordinator assigns.
 *
 * <p>Open {@link dev.naru.coordinator.group.consumer.ConsumerGroups} first, where requests and records come in. A group is a
 * {@link dev.naru.coordinator.group.consumer.ConsumerGroup} with a {@link
 * dev.naru.coordinator.group.consumer.ConsumerGroupState}, a value that only records change ({@link
 * dev.naru.coordinator.group.consumer.ConsumerGroupReplay}). {@link dev.naru.coordinator.group.consumer.Heartbeats} decides
 * heartbeats on a {@link dev.naru.coordinator.group.consumer.GroupDraft}: is this a member ({@link
 * dev.naru.coordinator.group.consumer.Admission}), is there a new assignment to make ({@link
 * dev.naru.coordinator.group.consumer.Rebalance}), what may the member have now ({@link
 * dev.naru.coordinator.group.consumer.Reconciliation}). {@link dev.naru.coordinator.group.consumer.GroupDeadlines} keep the
 * times by which members must be heard of, and {@link dev.naru.coordinator.group.consumer.RegexIndex} the topics that regular
 * expressions stand for.
 *
 * <p>Members of the classic protocol can be in such a group too: {@link dev.naru.coordinator.group.consumer.ClassicMembers}
 * serves them, and {@link dev.naru.coordinator.group.consumer.Migration} takes a whole group from one protocol to the other.
 */
@NullMarked
package dev.naru.coordinator.group.consumer;

import org.jspecify.annotations.NullMarked;
