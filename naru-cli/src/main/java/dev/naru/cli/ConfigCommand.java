package dev.naru.cli;

import picocli.CommandLine.Command;

/** The commands about settings. */
@Command(
        name = "config",
        description = "Shows and changes settings of topics and brokers.",
        footer = {"", "  naru config describe --topic orders", "  naru config set --topic orders retention.ms=86400000"
        })
final class ConfigCommand {}
