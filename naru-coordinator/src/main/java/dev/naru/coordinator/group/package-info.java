/**
 * What all groups have in common, whichever protocol their members speak.
 *
 * <p>Open {@link dev.naru.coordinator.group.Group} first: what the rest of the coordinator may ask any group. {@link
 * dev.naru.coordinator.group.Groups} holds those of one shard. A request is decided by filling an {@link
 * dev.naru.coordinator.group.Outcome} with records and replies; a member whose turn has not come waits as a {@link
 * dev.naru.coordinator.group.Reply}. The shard itself is {@code group.shard.GroupShard}; the classic protocol is in {@code
 * group.classic}, KIP-848's in {@code group.consumer}, committed offsets in {@code group.offset}.
 */
@NullMarked
package dev.naru.coordinator.group;

import org.jspecify.annotations.NullMarked;
