/**
 * What the brokers are loaded with: small programs on the official Java client, each in a process of its own, that print what they
 * measured as {@code key value} lines.
 *
 * <p>Open {@link dev.naru.benchmarks.load.LoadMain} first.
 */
@NullMarked
package dev.naru.benchmarks.load;

import org.jspecify.annotations.NullMarked;
