package dev.naru.cli;

import picocli.CommandLine.Command;

/** The commands about transactions. */
@Command(
        name = "transaction",
        description = "Lists and describes transactions, and ends those that hang or take too long.",
        footer = {"", "  naru transaction list", "  naru transaction find-hanging"})
final class TransactionCommand {}
