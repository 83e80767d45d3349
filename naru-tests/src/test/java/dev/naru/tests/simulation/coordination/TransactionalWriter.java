package dev.naru.tests.simulation.coordination;

import java.util.ArrayList;
import java.util.List;

/**
 * A producer that writes transaction after transaction to a topic, commits most of them, stalls now and then until the coordinator
 * gives up on it, crashes, and comes back under its transactional id.
 *
 * <p>Threading: the simulation's thread.
 */
final class TransactionalWriter {
    private static final int WRITES_MAX = 4;
    private static final int VALUES_MAX = 3;

    private final String name;
    private final String topic;
    private final int partitions;
    private final Caller caller;
    private final TransactionClient client;
    private final TransactionHistory history;
    private Transaction current;
    private int writesLeft;
    private int number;
    private boolean finishing;
    private boolean idle;

    TransactionalWriter(String name, Topic topic, Caller caller, boolean isSecondVersion, TransactionHistory history) {
        this.name = name;
        this.topic = topic.name();
        this.partitions = topic.partitions();
        this.caller = caller;
        this.client = new TransactionClient(caller, name, isSecondVersion);
        this.history = history;
    }

    record Topic(String name, int partitions) {}

    void go() {
        client.init(this::begin, this::onFenced);
    }

    /** Ends what it is at and begins nothing more. */
    void finish() {
        finishing = true;
    }

    boolean isIdle() {
        return idle;
    }

    /** As kill -9: what it has open is nobody's until it comes back, or the coordinator gives up on it. */
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
        }
        current = null;
    }

    private void begin() {
        if (finishing) {
            idle = true;
            return;
        }
        current = history.begin(name);
        writesLeft = caller.gen().intIn(1, WRITES_MAX);
        write();
    }

    private void write() {
        if (writesLeft-- == 0) {
            end();
            return;
        }
        Transaction transaction = current;
        int partition = caller.gen().intIn(0, partitions - 1);
        List<String> values = new ArrayList<>();
        for (int left = caller.gen().intIn(1, VALUES_MAX); left > 0; left--) {
            String value = name + " " + number++;
            history.onSend(transaction, value);
            values.add(value);
        }
        client.produce(topic, partition, values, offset -> {
            for (int i = 0; i < values.size(); i++) {
                history.onAcknowledged(transaction, topic + "-" + partition, offset + i, values.get(i));
            }
            boolean stalls = caller.gen().chance(2);
            caller.after(
                    stalls ? 2L * TransactionClient.TIMEOUT_MS : caller.gen().intIn(0, 30), this::write);
        });
    }

    private void end() {
        Transaction transaction = current;
        boolean commits = caller.gen().chance(75);
        if (commits) {
            history.onCommitAsked(transaction);
        } else {
            history.onAborted(transaction);
        }
        client.end(commits, () -> {
            if (commits) {
                history.onCommitted(transaction);
            }
            current = null;
            caller.after(caller.gen().intIn(0, 50), this::begin);
        });
    }
}
