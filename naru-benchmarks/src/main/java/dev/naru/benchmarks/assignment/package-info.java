/**
 * How long it takes to decide who of a group reads what: {@link dev.naru.benchmarks.assignment.AssignorProbe} asks the assignors of
 * the consumer protocol for {@link dev.naru.benchmarks.assignment.SampleGroup groups} of many members and partitions. {@link
 * dev.naru.benchmarks.assignment.GroupProbe} looks at the whole shard: what joins, heartbeats and foreign topics cost its loop.
 */
@NullMarked
package dev.naru.benchmarks.assignment;

import org.jspecify.annotations.NullMarked;
