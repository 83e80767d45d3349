/**
 * Stream processors against one broker, with {@code kill -9} of the one and of the other in the middle: {@code mvn verify
 * -Pengines}. {@code -Dnaru.tests.broker=kafka} lets them run against Apache Kafka, to learn what is right.
 *
 * <p>Open {@link dev.naru.tests.engines.StreamsTest} first. {@code Rig} is a broker with its topics, {@code LineFeed} writes
 * lines in transactions of which some are aborted, {@code EngineProcess} is the processor, and {@code CommittedTopic} is what
 * a reader of committed records sees of what it wrote.
 */
package dev.naru.tests.engines;
