/**
 * Whole brokers, as users and operators meet them, and the rules of the house.
 *
 * <p>Start with {@code dev.naru.tests.compatibility}: clients nobody here wrote do their work against a broker process. {@code
 * dev.naru.tests.crash} kills that process at random moments, {@code dev.naru.tests.fuzz} throws garbage at it, {@code
 * dev.naru.tests.wire} stands between and looks at what is sent, {@code dev.naru.tests.reference} compares single answers with Apache
 * Kafka's. {@code dev.naru.tests.house} keeps the sources in order.
 *
 * <p>{@code -Dnaru.tests.broker=kafka} points all of it at Apache Kafka instead, which is how these tests were proven.
 */
package dev.naru.tests;
