/**
 * The classic group protocol: members join, the coordinator picks a leader among them, the leader assigns, everybody gets
 * its share.
 *
 * <p>Open {@link dev.naru.coordinator.group.classic.ClassicGroup} first, the state of one group; {@link
 * dev.naru.coordinator.group.classic.ClassicGroups} is where requests and records come in.
 */
@NullMarked
package dev.naru.coordinator.group.classic;

import org.jspecify.annotations.NullMarked;
