package dev.naru.cli;

import picocli.CommandLine.Command;

/** The commands about topics. */
@Command(
        name = "topic",
        description = "Creates, lists, describes, changes and deletes topics.",
        footer = {"", "  naru topic create orders --partitions 6", "  naru topic list"})
final class TopicCommand {}
