/**
 * Naru's own client for anything that speaks the Kafka protocol: asynchronous, small, and without threads of its own
 * beyond one loop.
 *
 * <p>Open {@link dev.naru.client.Client} first: it makes {@link dev.naru.client.admin.Admin}, {@link
 * dev.naru.client.producer.Producer} and {@link dev.naru.client.consumer.Consumer}; and for reading together and writing
 * all or nothing {@link dev.naru.client.group.GroupConsumer} and {@link
 * dev.naru.client.producer.TransactionalProducer}. Every call returns a future; what
 * fails fails with {@link dev.naru.client.ClientException} and a message for a human. Futures complete on the client's
 * loop, so callbacks must not block; {@code join} from any other thread may.
 */
@NullMarked
package dev.naru.client;

import org.jspecify.annotations.NullMarked;
