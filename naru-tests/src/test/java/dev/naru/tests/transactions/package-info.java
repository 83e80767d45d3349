/**
 * Transactions end to end: Kafka's own producers and consumers against a broker process, through commits, aborts, fences,
 * timeouts and kills.
 *
 * <p>{@link dev.naru.tests.transactions.TransactionsTest} goes through what a transaction promises, one sentence each. {@link
 * dev.naru.tests.transactions.OtherClientsTest} does the same work with clients of all ages, and {@link
 * dev.naru.tests.transactions.KillUnderTransactionsTest} kills the broker at random moments and looks whether any transaction
 * was torn.
 */
@NullMarked
package dev.naru.tests.transactions;

import org.jspecify.annotations.NullMarked;
