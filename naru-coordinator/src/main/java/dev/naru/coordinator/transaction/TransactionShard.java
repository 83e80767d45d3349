package dev.naru.coordinator.transaction;

import dev.naru.common.TopicPartition;
import dev.naru.coordinator.runtime.CoordinatorRecord;
import dev.naru.coordinator.runtime.Decision;
import dev.naru.coordinator.runtime.ProducerIdentity;
import dev.naru.coordinator.runtime.RecordOrigin;
import dev.naru.coordinator.runtime.ShardState;
import dev.naru.coordinator.runtime.ShardTimers;
import dev.naru.coordinator.runtime.TransactionEnd;
import dev.naru.protocol.ErrorCode;
import dev.naru.protocol.transaction.TransactionLogKey;
import dev.naru.protocol.transaction.TransactionLogValue;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The transactional ids of one partition of {@code __transaction_state}.
 *
 * <p>Everything persistent is the map from id to {@link Transaction}; a record replaces an entry, a tombstone takes it away.
 * Beside it stands what a takeover forgets: which markers are on their way and who waits for that, and whose identity was
 * replaced at its own wish.
 *
 * <p>The end of a transaction goes in two writes. The first, PREPARE, is the decision, and the producer is answered when it is
 * committed. From then on markers are sent, again after a takeover, until every partition has one; then COMPLETE is written,
 * and the next transaction may begin.
 *
 * <p>Threading: confined to the shard's loop; while loading, to the thread that loads.
 */
public final class TransactionShard implements ShardState {
    private static final int TRANSACTIONAL_IDS_MAX = 1_000_000;
    /** How many can wait for the same end. A producer does one thing after the other; more are not told. */
    private static final int AWAITING_MAX = 16;

    private final ShardTimers timers;
    private final TransactionConfig config;
    private final Map<String, Transaction> transactions = new HashMap<>();
    private final Map<String, Renewal> renewals = new HashMap<>();
    private final Map<String, List<Runnable>> awaiting = new HashMap<>();
    private final PendingMarkers markers;
    private final Sweep timeouts;
    private final Sweep expirations;

    /**
     * A producer that goes on under a new identity at its own wish. It may not have heard of it and ask again, as who it was
     * before.
     */
    private record Renewal(ProducerIdentity before, ProducerIdentity after) {}

    /** A shard that knows nothing yet. {@code coordinatorEpoch} is the leader epoch of its partition. */
    public TransactionShard(ShardTimers timers, TransactionConfig config, int coordinatorEpoch, MarkerSender sender) {
        this.timers = timers;
        this.config = config;
        this.markers = new PendingMarkers(timers, sender, coordinatorEpoch, this::complete);
        this.timeouts =
                new Sweep(timers, transactions, config.timeoutCheckMs(), Transaction::isTimedOut, this::abortTimedOut);
        this.expirations =
                new Sweep(timers, transactions, config.expirationCheckMs(), this::isExpired, this::forgetExpired);
    }

    /** InitProducerId. */
    public Decision<ProducerAnswer> initProducer(InitProducer request) {
        if (request.timeoutMs() <= 0 || request.timeoutMs() > config.timeoutMsMax()) {
            return Decision.answer(ProducerAnswer.refusal(ErrorCode.INVALID_TRANSACTION_TIMEOUT));
        }
        Transaction current = transactions.get(request.transactionalId());
        if (current == null && transactions.size() >= TRANSACTIONAL_IDS_MAX) {
            return Decision.answer(ProducerAnswer.refusal(ErrorCode.POLICY_VIOLATION));
        }
        return take(
                request.transactionalId(),
                ProducerInitialization.decide(
                        current, replacedBy(request.transactionalId(), current), request, nowMs()));
    }

    private ProducerIdentity replacedBy(String transactionalId, @Nullable Transaction current) {
        Renewal renewal = renewals.get(transactionalId);
        return renewal != null
                        && current != null
                        && renewal.after.equals(current.producer().current())
                ? renewal.before
                : ProducerIdentity.NONE;
    }

    /** AddPartitionsToTxn. */
    public Decision<ErrorCode> addPartitions(TouchPartitions request) {
        Transaction current = transactions.get(request.transactionalId());
        return take(request.transactionalId(), PartitionMembership.add(current, request, nowMs()));
    }

    /**
     * Has {@code ended} run on the shard's loop once every partition knows of the end that is under way, unless somebody takes
     * over before. The answer is false if nothing is ending.
     */
    public Decision<Boolean> awaitEnd(String transactionalId, Runnable ended) {
        Transaction current = transactions.get(transactionalId);
        if (current == null || !current.state().isEnding()) {
            return Decision.answer(false);
        }
        List<Runnable> all = awaiting.computeIfAbsent(transactionalId, first -> new ArrayList<>());
        if (all.size() < AWAITING_MAX) {
            all.add(ended);
        }
        return Decision.answer(true);
    }

    /** AddPartitionsToTxn that only asks. */
    public Decision<SortedMap<TopicPartition, ErrorCode>> verifyPartitions(TouchPartitions request) {
        return Decision.answer(PartitionMembership.verify(transactions.get(request.transactionalId()), request));
    }

    /** EndTxn. */
    public Decision<ProducerAnswer> endTransaction(EndTransaction request) {
        Transaction current = transactions.get(request.transactionalId());
        return take(request.transactionalId(), TransactionEnding.decide(current, request, nowMs()));
    }

    /** DescribeTransactions, for one id. */
    public Decision<Optional<TransactionDescription>> describe(String transactionalId) {
        return Decision.answer(Optional.ofNullable(transactions.get(transactionalId))
                .map(transaction -> description(transactionalId, transaction)));
    }

    /** ListTransactions. */
    public Decision<List<TransactionDescription>> list(TransactionFilter filter) {
        long nowMs = nowMs();
        List<TransactionDescription> found = new ArrayList<>();
        transactions.forEach((id, transaction) -> {
            if (filter.accepts(id, transaction, nowMs)) {
                found.add(description(id, transaction));
            }
        });
        found.sort(Comparator.comparing(TransactionDescription::transactionalId));
        return Decision.answer(found);
    }

    @Override
    public void replay(RecordOrigin origin, CoordinatorRecord record) {
        if (!(record.key() instanceof TransactionLogKey key)) {
            return;
        }
        if (record.value() instanceof TransactionLogValue value) {
            transactions.put(key.transactionalId(), TransactionLogRecords.read(value));
        } else {
            transactions.remove(key.transactionalId());
            renewals.remove(key.transactionalId());
        }
    }

    @Override
    public void replayEnd(long offset, TransactionEnd end) {
        // Nothing in this log belongs to a transaction.
    }

    @Override
    public void onLoaded() {
        transactions.forEach((id, transaction) -> {
            if (transaction.state().isEnding()) {
                startMarkersOnceCommitted(id);
            }
        });
        timeouts.start();
        expirations.start();
    }

    @Override
    public void onUnloaded() {
        awaiting.clear();
        markers.close();
    }

    @Override
    public String dump() {
        StringBuilder text = new StringBuilder();
        new TreeMap<>(transactions)
                .forEach((id, transaction) ->
                        text.append(id).append(' ').append(transaction).append('\n'));
        return text.toString();
    }

    private <T> Decision<T> take(String transactionalId, Step<T> step) {
        Transaction next = step.next();
        if (next == null) {
            return Decision.answer(step.answer());
        }
        if (step.replaced().exists()) {
            renewals.put(
                    transactionalId,
                    new Renewal(step.replaced(), next.producer().afterwards()));
        } else {
            renewals.remove(transactionalId);
        }
        if (next.state().isEnding()) {
            startMarkersOnceCommitted(transactionalId);
        }
        return new Decision<>(List.of(TransactionLogRecords.of(transactionalId, next)), step.answer());
    }

    /** The answer of a decision leaves when everything it was based on is committed: so do the markers. */
    private void startMarkersOnceCommitted(String transactionalId) {
        timers.schedule(
                0,
                () -> Decision.answer(() -> {
                    Transaction transaction = transactions.get(transactionalId);
                    if (transaction != null && transaction.state().isEnding()) {
                        markers.start(transactionalId, transaction);
                    }
                }));
    }

    private Decision<Runnable> complete(String transactionalId) {
        Transaction transaction = transactions.get(transactionalId);
        List<CoordinatorRecord> records =
                transaction == null || !transaction.state().isEnding()
                        ? List.of()
                        : List.of(TransactionLogRecords.of(transactionalId, transaction.completed(nowMs())));
        return new Decision<>(records, () -> tellEnded(transactionalId));
    }

    private void tellEnded(String transactionalId) {
        List<Runnable> all = awaiting.remove(transactionalId);
        if (all != null) {
            all.forEach(Runnable::run);
        }
    }

    private List<CoordinatorRecord> abortTimedOut(String transactionalId) {
        Transaction transaction = transactions.get(transactionalId);
        if (transaction == null || !transaction.isTimedOut(nowMs())) {
            return List.of();
        }
        // Nobody has taken over, so the producer itself may ask to go on (KIP-588).
        ProducerIdentity late = transaction.isEpochExhausted()
                ? ProducerIdentity.NONE
                : transaction.producer().current();
        return take(transactionalId, new Step<>(transaction.fenced(nowMs()), true, late))
                .records();
    }

    private List<CoordinatorRecord> forgetExpired(String transactionalId) {
        Transaction transaction = transactions.get(transactionalId);
        return transaction == null || !isExpired(transaction, nowMs())
                ? List.of()
                : List.of(TransactionLogRecords.tombstone(transactionalId));
    }

    private boolean isExpired(Transaction transaction, long nowMs) {
        return transaction.isSilentFor(config.idExpirationMs(), nowMs);
    }

    private TransactionDescription description(String transactionalId, Transaction transaction) {
        return new TransactionDescription(
                transactionalId,
                transaction.state(),
                transaction.producer().current(),
                transaction.timeoutMs(),
                transaction.times().startMs(),
                List.copyOf(markers.left(transactionalId, transaction)));
    }

    private long nowMs() {
        return timers.clock().wallMs();
    }
}
