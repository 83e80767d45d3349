package dev.naru.coordinator.transaction;

import dev.naru.common.TopicPartition;
import dev.naru.coordinator.runtime.Decision;
import dev.naru.coordinator.runtime.ShardTimers;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Markers on their way. An end that was decided is final, so it is tried again until every partition has it, however long
 * that takes: a partition without its marker holds back its readers.
 *
 * <p>Not persistent. A coordinator that takes over begins anew with all partitions; a marker more does no harm.
 *
 * <p>Threading: confined to the shard's loop.
 */
final class PendingMarkers {
    private static final Logger LOGGER = LoggerFactory.getLogger(PendingMarkers.class);
    private static final long BACKOFF_MS_MIN = 50;
    private static final long BACKOFF_MS_MAX = 5_000;
    /** After so many attempts somebody should know. */
    private static final int ATTEMPTS_QUIET = 8;

    private final ShardTimers timers;
    private final MarkerSender sender;
    private final int coordinatorEpoch;
    private final Function<String, Decision<Runnable>> complete;
    private final Map<String, Ending> endings = new HashMap<>();
    private boolean closed;

    /** {@code complete} decides, once all markers of an id's transaction are written. */
    PendingMarkers(
            ShardTimers timers,
            MarkerSender sender,
            int coordinatorEpoch,
            Function<String, Decision<Runnable>> complete) {
        this.timers = timers;
        this.sender = sender;
        this.coordinatorEpoch = coordinatorEpoch;
        this.complete = complete;
    }

    /** The end of this transaction is committed: its markers may go out. */
    void start(String transactionalId, Transaction transaction) {
        if (!closed && !endings.containsKey(transactionalId)) {
            Ending ending = new Ending(transactionalId, transaction);
            endings.put(transactionalId, ending);
            ending.send();
        }
    }

    /** The partitions of an ending transaction that have no marker yet. */
    SortedSet<TopicPartition> left(String transactionalId, Transaction transaction) {
        Ending ending = endings.get(transactionalId);
        return ending == null ? transaction.partitions() : Collections.unmodifiableSortedSet(ending.left);
    }

    /** Somebody else takes over: answers that still come are of no interest. */
    void close() {
        closed = true;
        endings.clear();
    }

    private final class Ending {
        private final String transactionalId;
        private final Transaction transaction;
        private final SortedSet<TopicPartition> left;
        private int unanswered;
        private int attempts;

        Ending(String transactionalId, Transaction transaction) {
            this.transactionalId = transactionalId;
            this.transaction = transaction;
            this.left = new TreeSet<>(transaction.partitions());
        }

        void send() {
            if (left.isEmpty()) {
                endings.remove(transactionalId);
                timers.schedule(0, () -> complete.apply(transactionalId));
                return;
            }
            attempts++;
            unanswered = left.size();
            TransactionMarker marker = new TransactionMarker(
                    transaction.producer().current(),
                    transaction.state().isCommit(),
                    coordinatorEpoch,
                    transaction.version());
            sender.send(marker, List.copyOf(left), this::onTold);
        }

        private void onTold(TopicPartition partition, MarkerOutcome outcome) {
            if (closed) {
                return;
            }
            unanswered--;
            if (outcome.isDone()) {
                left.remove(partition);
            }
            if (outcome == MarkerOutcome.PRODUCER_MOVED_ON || (!outcome.isDone() && attempts % ATTEMPTS_QUIET == 0)) {
                LOGGER.warn(
                        "transaction marker not written transactionalId={} producer={} partition={} outcome={} attempts={}",
                        transactionalId,
                        transaction.producer().current(),
                        partition,
                        outcome,
                        attempts);
            }
            if (unanswered == 0) {
                onAllTold();
            }
        }

        private void onAllTold() {
            if (left.isEmpty()) {
                send();
            } else {
                long backoffMs = Math.min(BACKOFF_MS_MIN << Math.min(attempts - 1, 10), BACKOFF_MS_MAX);
                timers.schedule(backoffMs, () -> {
                    send();
                    return Decision.nothing();
                });
            }
        }
    }
}
