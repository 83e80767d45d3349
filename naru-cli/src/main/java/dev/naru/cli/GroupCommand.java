package dev.naru.cli;

import picocli.CommandLine.Command;

/** The commands about groups. */
@Command(
        name = "group",
        description = "Lists, describes and deletes consumer groups, and resets their offsets.",
        footer = {"", "  naru group list", "  naru group describe billing"})
final class GroupCommand {}
