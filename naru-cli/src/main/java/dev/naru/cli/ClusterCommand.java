package dev.naru.cli;

import picocli.CommandLine.Command;

/** The commands about the cluster as a whole. */
@Command(
        name = "cluster",
        description = "Shows the cluster.",
        footer = {"", "  naru cluster info"})
final class ClusterCommand {}
