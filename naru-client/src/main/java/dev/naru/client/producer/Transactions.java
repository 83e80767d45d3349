package dev.naru.client.producer;

import dev.naru.client.ClientException;
import dev.naru.client.CommittedOffset;
import dev.naru.client.GroupMembership;
import dev.naru.client.cluster.Cluster;
import dev.naru.client.cluster.Failures;
import dev.naru.client.cluster.Outcomes;
import dev.naru.common.TopicPartition;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The transactions of one transactional id, one after the other. {@link Phase} says what may happen next.
 *
 * <p>In the first version of transactions a partition is made part of the transaction before anything is sent to it. In the
 * second (KIP-890) the broker does that, and each end of a transaction brings a new epoch, so that nothing sent in one
 * can turn up in the next. Which version holds is looked up when a transaction begins.
 *
 * <p>After anything that failed in a transaction, be it a single record, it can only be aborted. What a failure means
 * beyond that is decided in {@link TransactionFailures}.
 *
 * <p>Threading: confined to the client's loop, except {@link #refusal}.
 */
final class Transactions implements Identities {
    private static final int PRODUCE_OF_FIRST_VERSION = 11;

    enum Phase {
        /** Has no producer id. */
        NEW,
        /** No transaction is open. */
        READY,
        /** One is open: records may be sent. */
        OPEN,
        /** One is open and something failed: it can only be aborted. */
        FAILED,
        /** It is being ended, or nobody knows whether it was committed: asking again for the same is all that is left. */
        ENDING,
        /** Never again. */
        FATAL
    }

    private final Cluster cluster;
    private final TransactionRequests requests;
    private final String id;
    private @Nullable Sender sender;
    private Phase phase = Phase.NEW;
    private @Nullable ProducerIdentity identity;
    private @Nullable TransactionException reason;
    /** The one that is open, or was last. */
    private OpenTransaction transaction = new OpenTransaction(false);

    private boolean needsNewEpoch;
    private boolean committing;
    private boolean busy;
    private volatile @Nullable ClientException refusal = new NoTransactionException("no transaction has begun");

    Transactions(Cluster cluster, TransactionConfig config) {
        this.cluster = cluster;
        this.requests = new TransactionRequests(cluster, config);
        this.id = config.transactionalId();
    }

    void sender(Sender newSender) {
        sender = newSender;
    }

    /** From any thread. */
    @Override
    public @Nullable ClientException refusal() {
        return refusal;
    }

    CompletableFuture<Void> init() {
        return inPhase(
                Phase.NEW,
                "init",
                () -> requests.init(null).thenAccept(got -> {
                    identity = got;
                    phase = Phase.READY;
                }));
    }

    CompletableFuture<Void> begin() {
        return inPhase(Phase.READY, "begin", () -> {
            transaction = new OpenTransaction(requests.isSecondVersion());
            reason = null;
            phase = Phase.OPEN;
            refusal = null;
            return CompletableFuture.completedFuture(null);
        });
    }

    CompletableFuture<Void> sendOffsets(Map<TopicPartition, CommittedOffset> offsets, GroupMembership member) {
        ProducerIdentity who = identity;
        if (phase != Phase.OPEN || who == null || busy) {
            return CompletableFuture.failedFuture(wrongPhase("sendOffsets"));
        }
        if (offsets.isEmpty()) {
            // Asking would not begin the transaction at the coordinator, and ending it would fail then.
            return CompletableFuture.completedFuture(null);
        }
        OpenTransaction current = transaction;
        current.start();
        CompletableFuture<Void> added = current.isSecondVersion()
                ? CompletableFuture.completedFuture(null)
                : requests.addOffsets(who, member.groupId()).thenRun(current::onSurelyStarted);
        CompletableFuture<Void> sent =
                added.thenCompose(ignored -> requests.commitOffsets(who, member, offsets, current.isSecondVersion()));
        CompletableFuture<Void> result = current.awaited();
        Outcomes.handle(cluster.loop(), sent, (ignored, failure) -> {
            if (failure == null) {
                result.complete(null);
            } else {
                result.completeExceptionally(onFailed(Failures.asClientException(failure), true));
            }
        });
        return result;
    }

    CompletableFuture<Void> commit() {
        if (phase == Phase.ENDING && committing && !busy) {
            return exclusively(this::endCommit);
        }
        return inPhase(Phase.OPEN, "commit", () -> {
            refusal = new NoTransactionException("the transaction is being committed");
            committing = true;
            CompletableFuture<Void> flushed = new CompletableFuture<>();
            sender().flush(flushed);
            return flushed.thenCompose(ignored -> transaction.settled()).thenCompose(ignored -> {
                TransactionException failed = reason;
                if (failed != null) {
                    return CompletableFuture.failedFuture(failed);
                }
                phase = Phase.ENDING;
                return endCommit();
            });
        });
    }

    private CompletableFuture<Void> endCommit() {
        return end(true, failure -> {
            if (failure.isRetriable()) {
                // It may have been committed. Only the same again can tell, so the phase stays.
                return failure;
            }
            phase = Phase.OPEN;
            return onFailed(failure, true);
        });
    }

    CompletableFuture<Void> abort() {
        if (phase == Phase.ENDING && committing) {
            return CompletableFuture.failedFuture(new ClientException(
                    "nobody knows whether the transaction was committed; commit again to find out"));
        }
        if (phase != Phase.OPEN && phase != Phase.FAILED && phase != Phase.ENDING) {
            return CompletableFuture.failedFuture(wrongPhase("abort"));
        }
        return exclusively(() -> {
            phase = Phase.ENDING;
            committing = false;
            refusal = new NoTransactionException("the transaction was aborted");
            ClientException aborted = new ClientException("the transaction was aborted");
            CompletableFuture<Void> quiet = new CompletableFuture<>();
            sender().abandon(aborted, quiet);
            return quiet.thenCompose(ignored -> transaction.settled()).thenCompose(ignored -> endAbort());
        });
    }

    private CompletableFuture<Void> endAbort() {
        return end(false, failure -> isEndedAlready(failure) ? null : onFailed(failure, true))
                .thenCompose(ignored -> {
                    ProducerIdentity who = identity;
                    if (!needsNewEpoch || who == null) {
                        return CompletableFuture.completedFuture(null);
                    }
                    // A gap in a partition's sequence would otherwise stay for the next transaction.
                    phase = Phase.ENDING;
                    return requests.init(who).thenAccept(fresh -> {
                        identity = fresh;
                        needsNewEpoch = false;
                        phase = Phase.READY;
                    });
                });
    }

    /** @param onFailure what the end fails with; null if it has ended for all that matters */
    private CompletableFuture<Void> end(
            boolean commit, Function<ClientException, @Nullable ClientException> onFailure) {
        ProducerIdentity who = identity;
        if (!transaction.isStarted() || who == null) {
            phase = Phase.READY;
            return CompletableFuture.completedFuture(null);
        }
        boolean second = transaction.isSecondVersion();
        return requests.end(who, commit, second)
                .<@Nullable ProducerIdentity>handle((next, failure) -> {
                    if (failure != null) {
                        ClientException known = onFailure.apply(Failures.asClientException(failure));
                        if (known != null) {
                            throw known;
                        }
                        needsNewEpoch = true;
                    } else {
                        identity = next;
                        needsNewEpoch &= !second;
                    }
                    // It has ended: under a newer epoch, should that be got and not be heard of, nobody may end it
                    // again.
                    transaction.onEnded();
                    phase = Phase.READY;
                    return next;
                })
                .thenApply(ignored -> null);
    }

    /** A record was not stored, or may not be: the transaction cannot be committed any more. */
    void onRecordFailed(ClientException failure) {
        needsNewEpoch = true;
        if (phase == Phase.OPEN) {
            onFailed(failure, false);
        }
    }

    /** @param byCoordinator whether a coordinator said so, instead of a partition's leader or this client */
    private ClientException onFailed(ClientException failure, boolean byCoordinator) {
        boolean fatal = isFatal(failure, byCoordinator);
        TransactionException failed = TransactionFailures.explain(failure, fatal);
        if (fatal) {
            phase = Phase.FATAL;
        } else if (phase == Phase.OPEN) {
            phase = Phase.FAILED;
        } else {
            // What is being ended already: asking for the same again is all that is left.
            return failure;
        }
        reason = failed;
        refusal = failed;
        needsNewEpoch |= TransactionFailures.isLostIdentity(failure);
        // Later, since a record may just be failing amid a round of the sender. No commit waits for what is not sent.
        cluster.loop().execute(() -> sender().abandon(failed, new CompletableFuture<>()));
        return failed;
    }

    private boolean isFatal(ClientException failure, boolean byCoordinator) {
        return TransactionFailures.isFatal(failure, byCoordinator, phase == Phase.ENDING && !committing);
    }

    /** Whether an abort has nothing to do any more: the coordinator does not know the producer, or no transaction of it. */
    private boolean isEndedAlready(ClientException failure) {
        return TransactionFailures.isLostIdentity(failure)
                || (transaction.mayBeUnknown() && TransactionFailures.isNothingToEnd(failure));
    }

    private CompletableFuture<Void> inPhase(Phase needed, String method, Supplier<CompletableFuture<Void>> call) {
        return phase == needed && !busy ? exclusively(call) : CompletableFuture.failedFuture(wrongPhase(method));
    }

    /** One call at a time; what it fails with says what to do. */
    private CompletableFuture<Void> exclusively(Supplier<CompletableFuture<Void>> call) {
        if (busy) {
            return CompletableFuture.failedFuture(new ClientException("another call is under way"));
        }
        busy = true;
        return call.get().whenComplete((ignored, failure) -> {
            busy = false;
            if (failure != null && phase != Phase.FAILED) {
                ClientException known = Failures.asClientException(failure);
                if (isFatal(known, true)) {
                    onFailed(known, true);
                }
            }
        });
    }

    private ClientException wrongPhase(String method) {
        TransactionException known = reason;
        if ((phase == Phase.FAILED || phase == Phase.FATAL) && known != null) {
            return known;
        }
        return new ClientException(
                busy
                        ? "another call is under way"
                        : method + " makes no sense now: "
                                + switch (phase) {
                                    case NEW -> "init comes first";
                                    case READY -> "no transaction is open";
                                    case OPEN, FAILED -> "a transaction is open";
                                    case ENDING -> "the last transaction has not ended";
                                    case FATAL -> "this producer cannot go on";
                                });
    }

    private Sender sender() {
        Sender known = sender;
        if (known == null) {
            throw new IllegalStateException("the sender is not there yet");
        }
        return known;
    }

    boolean isOpen() {
        return phase == Phase.OPEN || phase == Phase.FAILED;
    }

    @Override
    public @Nullable ProducerIdentity current() {
        return identity;
    }

    @Override
    public void acquire() {
        // It is got by init, not on the way.
    }

    @Override
    public @Nullable ProducerIdentity newerThan(@Nullable ProducerIdentity older) {
        return null;
    }

    @Override
    public void forget(@Nullable ProducerIdentity lost) {
        // The abort that has to follow gets a new one.
    }

    @Override
    public boolean admits(TopicPartition partition) {
        if (phase != Phase.OPEN) {
            return false;
        }
        if (transaction.admits(partition)) {
            return true;
        }
        addWanted();
        return false;
    }

    private void addWanted() {
        OpenTransaction current = transaction;
        ProducerIdentity who = identity;
        Set<TopicPartition> asked = who == null || phase != Phase.OPEN ? Set.of() : current.takeWanted();
        if (who == null || asked.isEmpty()) {
            return;
        }
        CompletableFuture<Void> done = current.awaited();
        Outcomes.handle(cluster.loop(), requests.addPartitions(who, asked), (ignored, failure) -> {
            if (failure == null) {
                current.onAdded(asked);
                addWanted();
            } else {
                current.onAnswered(asked);
                if (phase == Phase.OPEN) {
                    onFailed(Failures.asClientException(failure), true);
                }
            }
            done.complete(null);
            sender().serviceSoon();
        });
    }

    @Override
    public String transactionalId() {
        return id;
    }

    @Override
    public int produceVersionMax() {
        return transaction.isSecondVersion() ? Short.MAX_VALUE : PRODUCE_OF_FIRST_VERSION;
    }
}
