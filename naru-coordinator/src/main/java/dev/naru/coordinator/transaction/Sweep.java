package dev.naru.coordinator.transaction;

import dev.naru.coordinator.runtime.CoordinatorRecord;
import dev.naru.coordinator.runtime.Decision;
import dev.naru.coordinator.runtime.ShardTimers;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * Looks through all ids now and then, and does something about those whose time is up. Each id is a decision of its own, so
 * that none has to fit into a batch with another.
 *
 * <p>Threading: confined to the shard's loop.
 */
final class Sweep {
    private final ShardTimers timers;
    private final long intervalMs;
    private final Due due;
    private final Function<String, List<CoordinatorRecord>> action;
    private final Map<String, Transaction> transactions;
    /** Decisions that are not committed yet, or wait for the log to take writes again. */
    private final Set<String> underWay = new HashSet<>();

    /** Whether the time of an id is up. */
    interface Due {
        boolean is(Transaction transaction, long nowMs);
    }

    /** {@code action} looks whether there is still something to do, and what. */
    Sweep(
            ShardTimers timers,
            Map<String, Transaction> transactions,
            long intervalMs,
            Due due,
            Function<String, List<CoordinatorRecord>> action) {
        this.timers = timers;
        this.transactions = transactions;
        this.intervalMs = intervalMs;
        this.due = due;
        this.action = action;
    }

    /** Begins; the first look is one interval away. */
    void start() {
        timers.schedule(intervalMs, this::look);
    }

    private Decision<Runnable> look() {
        long nowMs = timers.clock().wallMs();
        transactions.forEach((transactionalId, transaction) -> {
            if (due.is(transaction, nowMs) && underWay.add(transactionalId)) {
                timers.schedule(0, () -> act(transactionalId));
            }
        });
        timers.schedule(intervalMs, this::look);
        return Decision.nothing();
    }

    private Decision<Runnable> act(String transactionalId) {
        return new Decision<>(action.apply(transactionalId), () -> underWay.remove(transactionalId));
    }
}
