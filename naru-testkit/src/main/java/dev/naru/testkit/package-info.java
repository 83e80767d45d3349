/**
 * What tests stand on: seeds, and the ports simulated in one thread.
 *
 * <p>Open {@link dev.naru.testkit.Seeded} first: it runs a test under many seeds, each of which becomes a {@link
 * dev.naru.testkit.Gen}, the only source of chance a test may use. A failure names its seed and the line that replays it.
 */
@NullMarked
package dev.naru.testkit;

import org.jspecify.annotations.NullMarked;
