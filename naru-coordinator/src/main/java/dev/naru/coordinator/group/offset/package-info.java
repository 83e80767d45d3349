/**
 * Committed offsets, of groups of every type.
 *
 * <p>Open {@link dev.naru.coordinator.group.offset.Offsets} first: what the log says is committed, and what open transactions
 * have staged. {@link dev.naru.coordinator.group.offset.OffsetCommits}, {@link
 * dev.naru.coordinator.group.offset.OffsetFetches} and {@link dev.naru.coordinator.group.offset.OffsetDeletions} decide what
 * clients ask for, {@link dev.naru.coordinator.group.offset.OffsetExpiry} what is of no use any more, {@link
 * dev.naru.coordinator.group.offset.DeletedTopics} what has lost its topic.
 */
@NullMarked
package dev.naru.coordinator.group.offset;

import org.jspecify.annotations.NullMarked;
