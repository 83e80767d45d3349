/**
 * What tests stand on: seeds, and the ports simulated in one thread.
 *
 * <p>Open {@link dev.naru.testkit.Seeded} first: it runs a test under many seeds, each of which becomes a {@link
 * dev.naru.testkit.Gen}, the only source of chance a test may use. A failure names its seed and the line that replays it.
 *
 * <p>Then {@link dev.naru.testkit.Simulation}, which owns virtual time and the order of all events. {@link
 * dev.naru.testkit.SimulatedProcess} gathers what one program is constructed from: {@link
 * dev.naru.testkit.SimulatedLoops}, {@link dev.naru.testkit.SimulatedIoPool}, its place on a {@link
 * dev.naru.testkit.SimulatedNetwork} and a {@link dev.naru.testkit.SimulatedDisk}.
 */
@NullMarked
package dev.naru.testkit;

import org.jspecify.annotations.NullMarked;
