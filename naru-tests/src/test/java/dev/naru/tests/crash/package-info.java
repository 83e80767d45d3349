/**
 * A broker process killed at random moments under load.
 *
 * <p>Open {@link dev.naru.tests.crash.KillUnderLoadTest} first. {@link dev.naru.tests.crash.Load} writes and remembers what was
 * acknowledged, {@link dev.naru.tests.crash.Ledger} is that memory and checks what can be read against it, {@link
 * dev.naru.tests.crash.SegmentDump} lets Kafka's own tool judge the files.
 */
package dev.naru.tests.crash;
