/**
 * Asking about a cluster and changing it.
 *
 * <p>Open {@link dev.naru.client.admin.Admin}, which has all calls; {@link dev.naru.client.admin.TopicCalls}, {@link
 * dev.naru.client.admin.ConfigCalls} and {@link dev.naru.client.admin.LogCalls} turn them into requests.
 */
@NullMarked
package dev.naru.client.admin;

import org.jspecify.annotations.NullMarked;
