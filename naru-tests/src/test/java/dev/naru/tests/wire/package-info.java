/**
 * What is on the wire: a recorder between clients and broker, and the versions each client is known to speak.
 *
 * <p>Open {@link dev.naru.tests.wire.WireRecorder} first.
 */
package dev.naru.tests.wire;
