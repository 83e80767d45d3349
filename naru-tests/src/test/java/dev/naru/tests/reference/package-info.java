/**
 * The answers of the coordinators, one by one, compared with those of Apache Kafka.
 *
 * <p>Start with {@code ReferenceTest}, which plays the scenarios in {@code src/test/resources/scenarios}, and read one of those beside it. A
 * scenario is a list of raw requests in several versions, each followed by what Apache Kafka answers. {@code ScenarioPlayer} sends
 * them; {@code NotationReader} and {@code RequestForm} make a request from a line of text, {@code AnswerText} makes text of an answer,
 * and {@code StableNames} replaces what differs from run to run.
 */
package dev.naru.tests.reference;
