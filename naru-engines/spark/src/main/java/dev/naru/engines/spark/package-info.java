/** A Spark program: open {@link dev.naru.engines.spark.WordCount}. */
@NullMarked
package dev.naru.engines.spark;

import org.jspecify.annotations.NullMarked;
