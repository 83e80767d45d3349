/**
 * Clients nobody here wrote: the official Java client of eight versions, kcat, Python's two, kafkajs, rsyslog.
 *
 * <p>Open {@link dev.naru.tests.compatibility.LogFileTest} first, the main job of one broker; then {@link
 * dev.naru.tests.compatibility.JavaClientLadderTest}.
 */
package dev.naru.tests.compatibility;
