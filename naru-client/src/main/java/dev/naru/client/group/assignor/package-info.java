/**
 * How the leading member of a classic group shares out partitions.
 *
 * <p>Open {@link dev.naru.client.group.assignor.Assignor} first. Everything here is a function of its arguments.
 */
@NullMarked
package dev.naru.client.group.assignor;

import org.jspecify.annotations.NullMarked;
