/**
 * What an operator does, with the tools that come with Apache Kafka and with Naru's own.
 *
 * <p>Open {@link dev.naru.tests.operators.GroupToolsTest} first. {@link dev.naru.tests.operators.KafkaTools} runs Kafka's tools, {@link
 * dev.naru.tests.operators.OperatedBroker} is the broker they are pointed at.
 */
package dev.naru.tests.operators;
