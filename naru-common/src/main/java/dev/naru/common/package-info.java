/**
 * What every other module stands on: identifiers, invariants and the shape of data on its way to a socket.
 *
 * <p>Start with {@link dev.naru.common.Payload}; then read {@code runtime} (who runs what, and what time it is) and
 * {@code file} (how anything reaches a disk). Both are ports with a real and a simulated implementation.
 */
@NullMarked
package dev.naru.common;

import org.jspecify.annotations.NullMarked;
