package dev.naru.tests.simulation.coordination;

import dev.naru.tests.simulation.coordination.Transaction.Outcome;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;

/**
 * What transactional producers did and what readers of committed records saw, held against the anomalies of FAILURES.md section
 * 1. Each value is sent once by the tests, whatever the client sends again.
 *
 * <p>What can be said at once is said at once: an aborted, a dirty or an own uncommitted read, two values at an offset, a value
 * at two. The rest is said {@link #checkAtRest at rest}, when all is healed and every transaction has ended.
 *
 * <p>Threading: the simulation's thread.
 */
final class TransactionHistory {
    private final Map<String, Transaction> transactionOf = new HashMap<>();
    private final List<Transaction> transactions = new ArrayList<>();
    private final Map<String, String> placeOf = new HashMap<>();
    private final Map<String, NavigableMap<Long, String>> known = new HashMap<>();
    private final Map<String, NavigableMap<Long, String>> committed = new HashMap<>();
    private final List<ReadSession> sessions = new ArrayList<>();
    private int readCount;

    Transaction begin(String producer) {
        Transaction transaction = new Transaction(producer, transactions.size());
        transactions.add(transaction);
        return transaction;
    }

    void onSend(Transaction transaction, String value) {
        transaction.values.add(value);
        if (transactionOf.put(value, transaction) != null) {
            throw new IllegalArgumentException(value + " is sent by two transactions");
        }
    }

    /** The broker said where the value is. */
    void onAcknowledged(Transaction transaction, String partition, long offset, String value) {
        transaction.acknowledged.add(value);
        see(partition, offset, value);
    }

    /** From now on it may be committed. */
    void onCommitAsked(Transaction transaction) {
        transaction.outcome = Outcome.COMMIT_ASKED;
    }

    void onCommitted(Transaction transaction) {
        transaction.outcome = Outcome.COMMITTED;
    }

    /** From now on it cannot be committed, and nobody may have seen a value of it. */
    void onAborted(Transaction transaction) {
        transaction.outcome = Outcome.ABORTED;
        for (String value : transaction.values) {
            if (committed.values().stream().anyMatch(values -> values.containsValue(value))) {
                throw new AssertionError("'" + value + "' of " + transaction + " had been read before it was aborted");
            }
        }
    }

    /** The transaction has consumed a value that another one wrote. */
    void onConsumed(Transaction transaction, String value) {
        Transaction from = transactionOf.get(value);
        if (from != null) {
            transaction.readFrom.add(from);
        }
    }

    /** A reader begins at an offset of a partition, to read all that is committed from there on. */
    ReadSession beginReading(String reader, String partition) {
        ReadSession session = new ReadSession(reader, partition);
        sessions.add(session);
        return session;
    }

    /** A reader of committed records was given this. */
    void onRead(ReadSession session, long offset, String value) {
        readCount++;
        session.read(offset, value);
        see(session.partition(), offset, value);
        Transaction transaction = transactionOf.get(value);
        if (transaction == null) {
            throw new AssertionError(session + " read '" + value + "', which nobody sent");
        }
        if (transaction.outcome == Outcome.ABORTED) {
            throw new AssertionError(session + ": aborted read of '" + value + "' of " + transaction);
        }
        if (transaction.outcome == Outcome.OPEN) {
            throw new AssertionError(session + ": precommitted read of '" + value + "' of " + transaction);
        }
        committed.computeIfAbsent(session.partition(), any -> new TreeMap<>()).put(offset, value);
    }

    int readCount() {
        return readCount;
    }

    List<Transaction> transactions() {
        return transactions;
    }

    /** A value stands at an offset: no other may, and it may stand nowhere else. */
    void see(String partition, long offset, String value) {
        String before = known.computeIfAbsent(partition, any -> new TreeMap<>()).putIfAbsent(offset, value);
        if (before != null && !before.equals(value)) {
            throw new AssertionError("inconsistent offsets: %s offset %d holds '%s' and held '%s'"
                    .formatted(partition, offset, value, before));
        }
        String place = partition + "@" + offset;
        String elsewhere = placeOf.putIfAbsent(value, place);
        if (elsewhere != null && !elsewhere.equals(place)) {
            throw new AssertionError("duplicate: '" + value + "' is at " + place + " and at " + elsewhere);
        }
    }

    /**
     * All is healed and every transaction has ended, one way or the other.
     *
     * @param visible everything a reader of committed records finds, by partition
     */
    void checkAtRest(Map<String, NavigableMap<Long, String>> visible) {
        Set<String> visibleValues = new HashSet<>();
        visible.forEach((partition, values) -> {
            ReadSession last = new ReadSession("the last reader", partition);
            values.forEach((offset, value) -> onRead(last, offset, value));
            visibleValues.addAll(values.values());
            for (ReadSession session : sessions) {
                if (session.partition().equals(partition)) {
                    session.checkComplete(values);
                }
            }
            checkWriteOrder(partition, values);
        });
        transactions.forEach(transaction -> checkWhole(transaction, visibleValues));
        checkNoCycle();
    }

    private static void checkWhole(Transaction transaction, Set<String> visible) {
        List<String> missing = transaction.values.stream()
                .filter(value -> !visible.contains(value))
                .toList();
        if (missing.isEmpty()) {
            return;
        }
        if (transaction.outcome == Outcome.COMMITTED) {
            throw new AssertionError("lost write: " + missing + " of " + transaction + " are read by nobody");
        }
        if (missing.size() < transaction.values.size()) {
            throw new AssertionError("intermediate read: " + missing + " of " + transaction
                    + " are not there, the rest of it is: " + transaction.values);
        }
    }

    /** Of one producer, a later value does not stand before an earlier one. */
    private void checkWriteOrder(String partition, NavigableMap<Long, String> values) {
        Map<String, Integer> last = new HashMap<>();
        Map<String, Integer> numbers = numbers();
        values.forEach((offset, value) -> {
            String producer = transactionOf.get(value).producer;
            Integer before = last.put(producer, numbers.get(value));
            if (before != null && before > numbers.get(value)) {
                throw new AssertionError(
                        "internal write order: in %s '%s' at offset %d stands behind a later value of %s"
                                .formatted(partition, value, offset, producer));
            }
        });
    }

    private Map<String, Integer> numbers() {
        Map<String, Integer> numbers = new LinkedHashMap<>();
        transactions.forEach(transaction -> transaction.values.forEach(value -> numbers.put(value, numbers.size())));
        return numbers;
    }

    /** Nobody has, over others, read what depended on what it wrote itself. */
    private void checkNoCycle() {
        Set<Transaction> done = new HashSet<>();
        for (Transaction transaction : transactions) {
            follow(transaction, new ArrayList<>(), done);
        }
    }

    private static void follow(Transaction transaction, List<Transaction> path, Set<Transaction> done) {
        if (path.contains(transaction)) {
            throw new AssertionError("dependency cycle: " + path + " and again " + transaction);
        }
        if (done.contains(transaction)) {
            return;
        }
        path.add(transaction);
        for (Transaction from : transaction.readFrom) {
            follow(from, path, done);
        }
        path.remove(path.size() - 1);
        done.add(transaction);
    }
}
