/**
 * What the broker answers: one handler for each API.
 *
 * <p>Open {@link dev.naru.broker.api.ServedApis} first, the one table from API key to handler with its versions; {@link
 * dev.naru.broker.api.Dispatcher} finds the handler of a request there, and what ApiVersions advertises is read from it.
 * A handler gets the decoded request and a {@link dev.naru.broker.api.RequestContext}, and answers through that, now or
 * later. Versions of the protocol end here: what is behind the handlers does not know them. What partitions answer becomes
 * an error code in one place, {@link dev.naru.broker.api.ErrorCodes}.
 */
@NullMarked
package dev.naru.broker.api;

import org.jspecify.annotations.NullMarked;
