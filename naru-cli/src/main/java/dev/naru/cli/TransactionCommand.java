package dev.naru.cli;

import picocli.CommandLine.Command;

/** The commands about transactions. */
@Command(
        name = "transaction",
        description = "Lists and describes transactions, and ends those that hang.",
        footer = {"", "  naru transaction list", "  naru transaction abort orders"})
final class TransactionCommand {}
