/**
 * A whole broker in the test's own process, on real sockets and a real disk, used by Apache Kafka's own client.
 *
 * <p>Open {@link dev.naru.tests.broker.KafkaClientTest} first; {@code EmbeddedBroker} starts and stops what it talks to.
 */
package dev.naru.tests.broker;
