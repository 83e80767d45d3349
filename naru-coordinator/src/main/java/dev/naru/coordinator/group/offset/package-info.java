/**
 * Committed offsets, of groups of every type.
 *
 * <p>Open {@link dev.naru.coordinator.group.offset.Offsets} first: what the log says is committed, and what open transactions
 * have staged. {@link dev.naru.coordinator.group.offset.OffsetRequests} decides commits, fetches and deletions, {@link
 * dev.naru.coordinator.group.offset.OffsetExpiry} what is of no use any more.
 */
@NullMarked
package dev.naru.coordinator.group.offset;

import org.jspecify.annotations.NullMarked;
