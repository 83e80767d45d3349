/**
 * Whole brokers and their clients in one thread under a seed, with crashes, power cuts and broken connections.
 *
 * <p>Open {@link dev.naru.tests.simulation.SingleBrokerCrashTest} first. {@code CrashableBroker} is the production broker on
 * a simulated machine, {@code Writer} and {@code Reader} are clients that speak to it in frames, and {@code History} knows
 * what was promised to them and complains when a promise is broken.
 */
package dev.naru.tests.simulation;
