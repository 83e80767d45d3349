/**
 * JMH benchmarks of what every record passes through: message codec, batch validation, append, index lookup.
 *
 * <p>Run them with {@code naru-benchmarks/side-by-side --jmh}, followed by JMH's own options.
 */
@NullMarked
package dev.naru.benchmarks.micro;

import org.jspecify.annotations.NullMarked;
