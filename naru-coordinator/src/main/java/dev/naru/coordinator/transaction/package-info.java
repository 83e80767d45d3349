/**
 * Transactions: who may write under a transactional id, what an open transaction has touched, and how it ends everywhere or
 * nowhere.
 *
 * <p>Open {@link dev.naru.coordinator.transaction.TransactionShard} first: it is asked by requests and by time. What is known
 * of one id is a {@link dev.naru.coordinator.transaction.Transaction}, an immutable value whose methods are the steps of its
 * life. Three sets of rules say which step a request leads to: {@link
 * dev.naru.coordinator.transaction.ProducerInitialization}, {@link dev.naru.coordinator.transaction.PartitionMembership} and
 * {@link dev.naru.coordinator.transaction.TransactionEnding}. Once the end is decided and committed, {@link
 * dev.naru.coordinator.transaction.PendingMarkers} has the markers written through a {@link
 * dev.naru.coordinator.transaction.MarkerSender}, and only when the last one is there is the transaction complete.
 *
 * <p>Nothing here knows of groups: a group's partition of {@code __consumer_offsets} is a partition like any other.
 */
@NullMarked
package dev.naru.coordinator.transaction;

import org.jspecify.annotations.NullMarked;
