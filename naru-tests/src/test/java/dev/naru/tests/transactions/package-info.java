/**
 * Transactions end to end: Kafka's own producers and consumers against a broker process, through commits, aborts, fences,
 * timeouts and kills.
 *
 * <p>{@link dev.naru.tests.transactions.TransactionsTest} goes through what a transaction promises, one sentence each.
 */
@NullMarked
package dev.naru.tests.transactions;

import org.jspecify.annotations.NullMarked;
