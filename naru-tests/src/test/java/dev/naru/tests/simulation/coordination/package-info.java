/**
 * Groups and transactions under a seed: scripted clients that speak the protocol frame by frame, crash, send again, send twice and
 * send late, while the broker is killed and started again, all in one thread.
 *
 * <p>Open {@link dev.naru.tests.simulation.coordination.TransactionSimulationTest} and {@link
 * dev.naru.tests.simulation.coordination.GroupSimulationTest} first. {@code Caller} is how a client talks, {@code
 * TransactionalWriter}, {@code Pipeline}, {@code CommittedReader}, {@code ClassicMember} and {@code ConsumerMember} are the
 * clients, {@code TransactionHistory} and {@code GroupHistory} know what may not happen, and have tests of their own in which it
 * happens.
 */
package dev.naru.tests.simulation.coordination;
