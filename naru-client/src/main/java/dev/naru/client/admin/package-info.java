/**
 * Asking about a cluster and changing it.
 *
 * <p>Open {@link dev.naru.client.admin.Admin}, which has all calls; {@link dev.naru.client.admin.TopicCalls}, {@link
 * dev.naru.client.admin.ConfigCalls}, {@link dev.naru.client.admin.LogCalls}, {@link dev.naru.client.admin.GroupCalls} and
 * {@link dev.naru.client.admin.TransactionCalls} turn them into requests.
 */
@NullMarked
package dev.naru.client.admin;

import org.jspecify.annotations.NullMarked;
