/**
 * The partitions of a broker: who leads, how far replicas have come, what readers may see, and who waits.
 *
 * <p>Open {@link dev.naru.replication.Partition} first: one partition, confined to one loop; what its readers get to see is
 * decided by {@link dev.naru.replication.PartitionReader}. {@link
 * dev.naru.replication.HostedPartitions} owns all of a broker's partitions and changes them as the cluster's metadata
 * changes; requests find them in its immutable {@link dev.naru.replication.PartitionLookup}. Outcomes are values, named in
 * this package's own words; which error code they become is the business of the request handlers.
 */
@NullMarked
package dev.naru.replication;

import org.jspecify.annotations.NullMarked;
