/**
 * Sending records.
 *
 * <p>Open {@link dev.naru.client.producer.Producer} first. A record goes from {@code Producer.send} through the {@link
 * dev.naru.client.producer.SendBuffer} (how much may be under way) and the inbox to the {@link
 * dev.naru.client.producer.Sender} on the client's loop, is given a partition ({@link
 * dev.naru.client.producer.Murmur2} or {@link dev.naru.client.producer.StickyPartitioner}), waits in a {@link
 * dev.naru.client.producer.PartitionQueue} inside a {@link dev.naru.client.producer.ProducerBatch}, and leaves in a
 * produce request. The queue's Javadoc tells how order and exactly-once survive failures.
 *
 * <p>{@link dev.naru.client.producer.TransactionalProducer} sends the same way; {@link
 * dev.naru.client.producer.Transactions} says when, and under which producer id and epoch. What one transaction has come to is
 * an {@link dev.naru.client.producer.OpenTransaction}, what is said to coordinators {@link
 * dev.naru.client.producer.TransactionRequests}, and what their failures mean {@link
 * dev.naru.client.producer.TransactionFailures}.
 */
@NullMarked
package dev.naru.client.producer;

import org.jspecify.annotations.NullMarked;
