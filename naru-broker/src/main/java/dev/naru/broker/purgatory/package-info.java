/**
 * Requests that wait: for data to arrive, or for replicas to catch up.
 *
 * <p>Open {@link dev.naru.broker.purgatory.DelayedOperation} first. Nothing here polls: the partition wakes whoever waits,
 * from the append itself, and a timer ends those for whom nothing happened.
 */
@NullMarked
package dev.naru.broker.purgatory;

import org.jspecify.annotations.NullMarked;
