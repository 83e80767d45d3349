/**
 * The official Java client in eight versions, each in a class loader of its own.
 *
 * <p>Open {@link dev.naru.tests.compatibility.java.JavaClientVersion} first. Tests speak {@link
 * dev.naru.tests.compatibility.java.KafkaActions}; the driver package implements it once for all versions.
 */
package dev.naru.tests.compatibility.java;
