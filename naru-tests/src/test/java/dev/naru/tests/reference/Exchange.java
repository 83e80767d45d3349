package dev.naru.tests.reference;

import java.util.List;

/**
 * One command of a scenario and what belongs to it.
 *
 * @param before comments and empty lines above it
 * @param command without its {@code >}
 * @param answer what Apache Kafka answers, a line for each group of versions that are answered alike
 * @param difference where Naru means to answer otherwise: the reason, then Naru's answer; else empty
 */
record Exchange(List<String> before, String command, List<String> answer, List<String> difference) {}
