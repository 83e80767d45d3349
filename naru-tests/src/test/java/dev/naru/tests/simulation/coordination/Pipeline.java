package dev.naru.tests.simulation.coordination;

import dev.naru.protocol.message.FetchResponse;
import dev.naru.protocol.message.OffsetFetchRequest;
import dev.naru.protocol.message.OffsetFetchResponse;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeSet;

/**
 * Consumes one partition's committed records, writes a copy of each to another topic, and commits its position, all in transactions:
 * in the end there is one copy of each, whoever crashed when.
 *
 * <p>Threading: the simulation's thread.
 */
final class Pipeline {
    private static final int VALUES_MAX = 6;

    private final String name;
    private final String from;
    private final String to;
    private final Caller caller;
    private final TransactionClient client;
    private final TransactionHistory history;
    private final CommittedOffsets positions;
    private Transaction current;
    private long position;
    private int number;
    private boolean finishing;
    private boolean idle;

    Pipeline(String name, String from, String to, Caller caller, boolean isSecondVersion, TransactionHistory history) {
        this.name = name;
        this.from = from;
        this.to = to;
        this.caller = caller;
        this.client = new TransactionClient(caller, name, isSecondVersion);
        this.history = history;
        this.positions = new CommittedOffsets(name);
    }

    void go() {
        client.init(() -> caller.findCoordinator(0, name, this::fetchPosition), this::onFenced);
    }

    /** Ends once it has copied all there is. */
    void finish() {
        finishing = true;
    }

    boolean isIdle() {
        return idle;
    }

    void crash() {
        if (!idle) {
            caller.crash();
            abandon();
            caller.after(caller.gen().intIn(0, 2 * TransactionClient.TIMEOUT_MS), this::go);
        }
    }

    private void onFenced() {
        abandon();
        caller.after(caller.gen().intIn(0, 100), this::go);
    }

    private void abandon() {
        if (current != null && current.outcome == Transaction.Outcome.OPEN) {
            history.onAborted(current);
            positions.onImpossible(0, position);
        }
        current = null;
    }

    private void fetchPosition() {
        long notBelow = positions.notBelow(0);
        caller.call(
                () -> new OffsetFetchRequest()
                        .requireStable(true)
                        .groups(List.of(new OffsetFetchRequest.OffsetFetchRequestGroup()
                                .groupId(name)
                                .topics(List.of(new OffsetFetchRequest.OffsetFetchRequestTopics()
                                        .name(from)
                                        .partitionIndexes(List.of(0)))))),
                8,
                OffsetFetchResponse.class,
                Pipeline::errorOf,
                response -> {
                    long committed = partition(response).committedOffset();
                    positions.onFetched(0, committed, notBelow);
                    position = Math.max(0, committed);
                    consume();
                });
    }

    private static int errorOf(OffsetFetchResponse response) {
        short error = response.groups().get(0).errorCode();
        return error != 0 ? error : partition(response).errorCode();
    }

    private static OffsetFetchResponse.OffsetFetchResponsePartitions partition(OffsetFetchResponse response) {
        return response.groups().get(0).topics().get(0).partitions().get(0);
    }

    private void consume() {
        long at = position;
        caller.call(
                () -> CommittedFetch.request(from, 0, at, 100),
                12,
                FetchResponse.class,
                CommittedFetch::errorOf,
                response -> {
                    CommittedFetch fetched = CommittedFetch.read(response, at);
                    if (!fetched.values().isEmpty()) {
                        copy(fetched.values());
                    } else if (finishing && fetched.isAtEnd()) {
                        idle = true;
                    } else {
                        position = fetched.nextOffset();
                        caller.after(30, this::consume);
                    }
                });
    }

    private void copy(NavigableMap<Long, String> values) {
        Transaction transaction = history.begin(name);
        current = transaction;
        List<String> copies = new ArrayList<>();
        long next = position;
        for (Map.Entry<Long, String> value : values.entrySet()) {
            if (copies.size() == VALUES_MAX) {
                break;
            }
            history.onConsumed(transaction, value.getValue());
            String copy = value.getValue() + " copy " + number++;
            history.onSend(transaction, copy);
            copies.add(copy);
            next = value.getKey() + 1;
        }
        long end = next;
        position = end;
        positions.onTry(0, end);
        client.produce(to, 0, copies, offset -> {
            for (int i = 0; i < copies.size(); i++) {
                history.onAcknowledged(transaction, to + "-0", offset + i, copies.get(i));
            }
            client.commitOffset(name, from, 0, end, this::commit);
        });
    }

    private void commit() {
        Transaction transaction = current;
        long end = position;
        history.onCommitAsked(transaction);
        client.end(true, () -> {
            history.onCommitted(transaction);
            positions.onAcknowledged(0, end);
            current = null;
            caller.after(caller.gen().intIn(0, 20), this::consume);
        });
    }

    /** Every value that is committed there has one copy here. */
    static void checkCopies(NavigableMap<Long, String> originals, NavigableMap<Long, String> copies) {
        Map<String, Integer> counts = new HashMap<>();
        copies.values().forEach(copy -> counts.merge(copy.substring(0, copy.indexOf(" copy ")), 1, Integer::sum));
        Set<String> missing = new TreeSet<>(originals.values());
        missing.removeAll(counts.keySet());
        if (!missing.isEmpty()) {
            throw new AssertionError("no copy of " + missing);
        }
        counts.forEach((value, count) -> {
            if (count > 1 || !originals.containsValue(value)) {
                throw new AssertionError(count + " copies of '" + value + "'");
            }
        });
    }
}
