/** A Flink program: open {@link dev.naru.engines.flink.Copy}. */
@NullMarked
package dev.naru.engines.flink;

import org.jspecify.annotations.NullMarked;
