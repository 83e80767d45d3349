/**
 * Naru's own client and command line against a whole broker: Naru, or Apache Kafka with {@code
 * -Dnaru.tests.broker=kafka}, which shows that the client speaks the protocol and not a dialect of it.
 */
@NullMarked
package dev.naru.tests.client;

import org.jspecify.annotations.NullMarked;
