/**
 * Naru and Apache Kafka side by side, in one run on one machine.
 *
 * <p>Open {@link dev.naru.benchmarks.SideBySide} first: it starts the brokers in turn, lets each {@link
 * dev.naru.benchmarks.Section} measure them, and prints a {@link dev.naru.benchmarks.Scoreboard}. The load is the official Java
 * client in a process of its own, see {@code dev.naru.benchmarks.load}. {@code dev.naru.benchmarks.micro} holds the JMH benchmarks
 * of the hot paths.
 */
@NullMarked
package dev.naru.benchmarks;

import org.jspecify.annotations.NullMarked;
