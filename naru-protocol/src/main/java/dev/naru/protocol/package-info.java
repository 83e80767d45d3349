/**
 * The wire: every request, response and persisted record of the Kafka protocol, in every version.
 *
 * <p>The messages themselves ({@code message}, {@code metadata}, {@code group}, {@code transaction}, {@code share}) and the
 * table {@link dev.naru.protocol.ApiKey} are generated from Kafka's schemas while this module is built. Open {@link
 * dev.naru.protocol.ApiMessage} first: what a message can do. {@link dev.naru.protocol.RequestFrame} and {@link
 * dev.naru.protocol.ResponseFrame} turn whole frames into messages and back; {@link dev.naru.protocol.MessageReader} and
 * {@link dev.naru.protocol.MessageWriter} are the primitives beneath, {@link dev.naru.protocol.MessageParts} the two
 * passes of writing. {@link dev.naru.protocol.MetadataFrame} and {@link dev.naru.protocol.CoordinatorFrame} do the same
 * for records in logs. {@link dev.naru.protocol.ErrorCode} is what goes wrong.
 */
@NullMarked
package dev.naru.protocol;

import org.jspecify.annotations.NullMarked;
