/**
 * What it costs to hand a request to the loop that owns its partition, against a lock on the partition.
 *
 * <p>Open {@link dev.naru.benchmarks.ownership.OwnershipProbe} first: it starts an {@code OwnershipServer} for each variant in turn and
 * lets an {@code OwnershipLoad} measure it. The figures it gave are in docs/decisions/event-loops.md.
 */
@NullMarked
package dev.naru.benchmarks.ownership;

import org.jspecify.annotations.NullMarked;
