/**
 * Clients that are programs of their own: kcat, Python, Node, rsyslog.
 *
 * <p>Open {@link dev.naru.tests.compatibility.external.ExternalClient} first.
 */
package dev.naru.tests.compatibility.external;
