package dev.naru.tests.simulation.coordination;

import dev.naru.protocol.message.FetchResponse;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Reads the committed records of one partition from its beginning on, and every now and then from the beginning again.
 *
 * <p>Threading: the simulation's thread.
 */
final class CommittedReader {
    private static final int WAIT_MS = 200;

    private final String topic;
    private final int partition;
    private final Caller caller;
    private final TransactionHistory history;
    private ReadSession session;
    private long nextOffset;
    private boolean finished;

    CommittedReader(String topic, int partition, Caller caller, TransactionHistory history) {
        this.topic = topic;
        this.partition = partition;
        this.caller = caller;
        this.history = history;
    }

    String place() {
        return topic + "-" + partition;
    }

    void go() {
        if (finished) {
            return;
        }
        if (session == null || caller.gen().chance(1)) {
            session = history.beginReading("a reader", place());
            nextOffset = 0;
        }
        long from = nextOffset;
        fetch(from, fetched -> {
            fetched.values().forEach((offset, value) -> history.onRead(session, offset, value));
            nextOffset = fetched.nextOffset();
            caller.after(caller.gen().intIn(0, 60), this::go);
        });
    }

    void finish() {
        finished = true;
    }

    /** Reads all that is committed, and waits until nothing of the partition is open any more. */
    void readAll(Consumer<NavigableMap<Long, String>> done) {
        readOn(0, new TreeMap<>(), done);
    }

    private void readOn(long from, NavigableMap<Long, String> values, Consumer<NavigableMap<Long, String>> done) {
        fetch(from, fetched -> {
            values.putAll(fetched.values());
            if (fetched.isAtEnd()) {
                done.accept(values);
            } else {
                caller.after(20, () -> readOn(fetched.nextOffset(), values, done));
            }
        });
    }

    private void fetch(long from, Consumer<CommittedFetch> done) {
        caller.call(
                () -> CommittedFetch.request(topic, partition, from, WAIT_MS),
                12,
                FetchResponse.class,
                CommittedFetch::errorOf,
                response -> done.accept(CommittedFetch.read(response, from)));
    }
}
