package dev.naru.broker.api;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.function.Consumer;

/**
 * Has the produce requests of a connection that belong to transactions served one after the other.
 *
 * <p>A batch that begins a transaction in its partition waits at the {@link TransactionGate}, for as long as the last
 * transaction takes to end. The next request of the same producer is on its way already, and might find the gate open when it
 * arrives: its batch would overtake the first, and be refused because it is out of sequence, which ends a Java producer for good.
 *
 * <p>Threading: confined to the loop of the connections.
 */
final class ProduceTurns {
    /** Connections with a request that is being served, and those that wait behind it. */
    private final Map<Long, Queue<Turn>> waiting = new HashMap<>();

    /** Serves a request when its turn has come; {@code serve} gets what to run when it is over. */
    void take(RequestContext context, Consumer<Runnable> serve) {
        Turn turn = new Turn(context.connection().id(), serve);
        context.whenAbandoned(context.loop(), turn::abandon);
        Queue<Turn> behind = waiting.get(turn.connectionId);
        if (behind == null) {
            waiting.put(turn.connectionId, new ArrayDeque<>());
            turn.begin();
        } else {
            behind.add(turn);
        }
    }

    private final class Turn {
        private final long connectionId;
        private final Consumer<Runnable> serve;
        private boolean begun;
        private boolean over;

        Turn(long connectionId, Consumer<Runnable> serve) {
            this.connectionId = connectionId;
            this.serve = serve;
        }

        void begin() {
            begun = true;
            serve.accept(this::end);
        }

        void end() {
            if (over) {
                return;
            }
            over = true;
            Queue<Turn> behind = waiting.get(connectionId);
            Turn next = behind == null ? null : behind.poll();
            if (next == null) {
                waiting.remove(connectionId);
            } else {
                next.begin();
            }
        }

        /** The client has gone, so nobody waits for an order; but each request is to be ended. */
        void abandon() {
            waiting.remove(connectionId);
            over = true;
            if (!begun) {
                begun = true;
                serve.accept(() -> {});
            }
        }
    }
}
