/**
 * A broker: the wiring of every server module, and the program that runs it.
 *
 * <p>Open {@link dev.naru.broker.Broker} first: its constructor is the list of everything a broker consists of, its
 * {@code start} the order in which that comes up. {@link dev.naru.broker.Main} gives it the real ports; a test gives it
 * simulated ones. What a request does is in {@code api}, one handler for each API, found through one table.
 */
@NullMarked
package dev.naru.broker;

import org.jspecify.annotations.NullMarked;
