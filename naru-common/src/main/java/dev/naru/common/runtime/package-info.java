/**
 * Time and threads as ports.
 *
 * <p>Open {@link dev.naru.common.runtime.EventLoop} first: every mutable field in Naru belongs to one loop. {@link
 * dev.naru.common.runtime.EventLoops} hands them out, {@link dev.naru.common.runtime.IoPool} does what may block, and
 * {@link dev.naru.common.runtime.Clock} is the only source of time.
 */
@NullMarked
package dev.naru.common.runtime;

import org.jspecify.annotations.NullMarked;
