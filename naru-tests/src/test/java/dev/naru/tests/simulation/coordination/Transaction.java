package dev.naru.tests.simulation.coordination;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * One transaction, as its producer knows it.
 *
 * <p>Threading: the simulation's thread.
 */
final class Transaction {
    enum Outcome {
        /** It may still be written to. */
        OPEN,
        /** A commit was sent, and nobody has said what came of it: it may be committed or not. */
        COMMIT_ASKED,
        /** The commit was acknowledged. */
        COMMITTED,
        /** It cannot be committed any more: nobody has asked for it, or an abort was acknowledged. */
        ABORTED
    }

    final String producer;
    final int number;
    final List<String> values = new ArrayList<>();
    final Set<String> acknowledged = new HashSet<>();
    final Set<Transaction> readFrom = new HashSet<>();
    Outcome outcome = Outcome.OPEN;

    Transaction(String producer, int number) {
        this.producer = producer;
        this.number = number;
    }

    @Override
    public String toString() {
        return producer + "/" + number + " " + outcome;
    }
}
