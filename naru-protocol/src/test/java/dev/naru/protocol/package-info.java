/**
 * Whether Naru's messages are Kafka's.
 *
 * <p>Open {@link dev.naru.protocol.DifferentialTest} first: it compares every message in every version with Kafka's own
 * class, byte for byte. {@link dev.naru.protocol.MessagePair} is such a pair of classes, {@link
 * dev.naru.protocol.OfficialContent} fills the official one, {@link dev.naru.protocol.Translation} turns it into ours.
 */
@NullMarked
package dev.naru.protocol;

import org.jspecify.annotations.NullMarked;
