/** A Kafka Streams program: open {@link dev.naru.engines.streams.WordCount}. */
@NullMarked
package dev.naru.engines.streams;

import org.jspecify.annotations.NullMarked;
