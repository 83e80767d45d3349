/**
 * The classic group protocol: members join, the coordinator picks a leader among them, the leader assigns, everybody gets
 * its share.
 *
 * <p>Open {@link dev.naru.coordinator.group.classic.ClassicGroup} first, the state of one group with its {@link
 * dev.naru.coordinator.group.classic.Members}; {@link dev.naru.coordinator.group.classic.ClassicGroups} is where requests and
 * records come in. {@link dev.naru.coordinator.group.classic.JoinRequests} says who may join, and {@link
 * dev.naru.coordinator.group.classic.StaticMembers} gives one who was away its place back. {@link
 * dev.naru.coordinator.group.classic.Rebalance} leads the group into its next generation, {@link
 * dev.naru.coordinator.group.classic.SyncRequests} hands out what its leader has assigned, and {@link
 * dev.naru.coordinator.group.classic.LeaveRequests} lets members go. A member that is not heard of for the time of its {@link
 * dev.naru.coordinator.group.classic.Session} is out.
 */
@NullMarked
package dev.naru.coordinator.group.classic;

import org.jspecify.annotations.NullMarked;
