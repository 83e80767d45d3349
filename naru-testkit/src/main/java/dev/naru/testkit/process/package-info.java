/**
 * Brokers as processes of the operating system: started, asked whether they answer, measured, killed.
 *
 * <p>Open {@link dev.naru.testkit.process.BrokerProcess} first. What is started is a {@link
 * dev.naru.testkit.process.BrokerProgram}: {@link dev.naru.testkit.process.NaruProgram} or, to learn what Apache Kafka does in
 * the same place, {@link dev.naru.testkit.process.KafkaProgram}. So every test and every benchmark can be pointed at either.
 */
@NullMarked
package dev.naru.testkit.process;

import org.jspecify.annotations.NullMarked;
