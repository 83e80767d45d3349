/**
 * Reading records.
 *
 * <p>Open {@link dev.naru.client.consumer.Consumer} first. It keeps an {@link
 * dev.naru.client.consumer.AssignedPartition} for each partition, which says what it is doing: finding its offset ({@link
 * dev.naru.client.consumer.PositionFinder}), or fetching ({@link dev.naru.client.consumer.Fetcher}, with a {@link
 * dev.naru.client.consumer.FetchSession} for each broker). What was fetched waits as {@link
 * dev.naru.client.consumer.FetchedChunk} and is decoded when polled.
 *
 * <p>Groups decide what is read and keep positions in the cluster; they stand on this package, in {@code
 * dev.naru.client.group}.
 */
@NullMarked
package dev.naru.client.consumer;

import org.jspecify.annotations.NullMarked;
