package dev.naru.client.producer;

import dev.naru.client.ClientConfig;
import dev.naru.client.ClientException;
import dev.naru.client.ClientRuntime;
import dev.naru.client.CommittedOffset;
import dev.naru.client.GroupMembership;
import dev.naru.client.cluster.Cluster;
import dev.naru.client.cluster.Failures;
import dev.naru.client.cluster.Outcomes;
import dev.naru.common.TopicPartition;
import dev.naru.common.runtime.EventLoop;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Sends records in transactions: all of one are seen by readers of committed records, or none, wherever they stand; and with
 * them the offsets of a group, so that reading, computing and writing happen once.
 *
 * <pre>
 *   producer.init().join();
 *   producer.begin().join();
 *   producer.send(record);
 *   producer.sendOffsets(positions, consumer.membership().join()).join();
 *   producer.commit().join();
 * </pre>
 *
 * <p>A record that fails fails the commit. What fails with a {@link TransactionException} says whether to {@link #abort} and
 * begin anew or to close the producer. A commit that fails with a failure that is retriable may have happened: ask for it
 * again, nothing else helps.
 *
 * <p>Threading: all methods are safe from any thread; futures complete on the client's loop.
 */
public final class TransactionalProducer implements AutoCloseable {
    private final Cluster cluster;
    private final EventLoop loop;
    private final Transactions transactions;
    private final Producer producer;
    private @Nullable CompletableFuture<Void> closing;

    /** Use {@link dev.naru.client.Client#transactionalProducer}, or this with a runtime of one's own. */
    public TransactionalProducer(
            ClientConfig clientConfig,
            ClientRuntime runtime,
            ProducerConfig config,
            TransactionConfig transactionConfig) {
        if (!config.delivery().idempotent()) {
            throw new IllegalArgumentException("transactions need an idempotent producer");
        }
        this.cluster = new Cluster(clientConfig, runtime, true);
        this.loop = runtime.loop();
        this.transactions = new Transactions(cluster, transactionConfig);
        this.producer = new Producer(cluster, runtime, config, transactions);
        loop.run(() -> transactions.sender(producer.sender()));
    }

    /**
     * Gets the producer id, once, before anything else. A transaction that an earlier producer of the same transactional id
     * left open is aborted, and that producer is fenced.
     *
     * @return fails with {@link TransactionException} if the transactional id cannot be used
     */
    public CompletableFuture<Void> init() {
        return cluster.onLoop(transactions::init);
    }

    /** Begins a transaction; the last one must have ended. */
    public CompletableFuture<Void> begin() {
        return cluster.onLoop(transactions::begin);
    }

    /**
     * Sends a record as part of the open transaction, soon.
     *
     * @return where the record stands, once it is acknowledged. Fails as {@link Producer#send} does; and at once if no
     *     transaction is open, or the open one is being ended by another thread or can only be aborted. A record refused
     *     for that or for lack of room does no harm to the transaction, any other that fails does
     */
    public CompletableFuture<RecordMetadata> send(ProducerRecord record) {
        ClientException refusal = transactions.refusal();
        if (refusal != null) {
            return CompletableFuture.failedFuture(refusal);
        }
        CompletableFuture<RecordMetadata> sent = producer.send(record);
        var unused = sent.whenComplete((stored, failure) -> {
            if (failure != null && !isHarmless(Failures.unwrap(failure))) {
                loop.run(() -> transactions.onRecordFailed(Failures.asClientException(failure)));
            }
        });
        return sent;
    }

    /** Whether the record was refused before it could become part of the transaction. */
    private static boolean isHarmless(Throwable failure) {
        return failure instanceof BufferFullException || failure instanceof NoTransactionException;
    }

    /** Done when there is room for more; at once if there is now. */
    public CompletableFuture<Void> room() {
        return producer.room();
    }

    /**
     * Commits offsets of a group as part of the open transaction.
     *
     * @param offsets of the next record to read in each partition
     * @param member who has read them; if it has been fenced since, the transaction has to be aborted
     * @return done when the coordinator has them; they count when the transaction is committed
     */
    public CompletableFuture<Void> sendOffsets(Map<TopicPartition, CommittedOffset> offsets, GroupMembership member) {
        Map<TopicPartition, CommittedOffset> copy = Map.copyOf(offsets);
        return cluster.onLoop(() -> transactions.sendOffsets(copy, member));
    }

    /**
     * Waits until every record and offset of the transaction was acknowledged, then commits it.
     *
     * @return done when it is committed. Fails with {@link TransactionException} if something in it failed; with {@link
     *     dev.naru.client.CallTimeoutException} if nobody knows: then commit again
     */
    public CompletableFuture<Void> commit() {
        // Behind the inbox's own task, so that every record sent before is included.
        return behindSends(transactions::commit);
    }

    /**
     * Gives up what was not sent yet, waits for what was, and aborts the transaction.
     *
     * @return done when it is aborted. If it fails with a failure that is retriable, abort again
     */
    public CompletableFuture<Void> abort() {
        return behindSends(transactions::abort);
    }

    private CompletableFuture<Void> behindSends(Supplier<CompletableFuture<Void>> call) {
        CompletableFuture<Void> result = new CompletableFuture<>();
        loop.execute(() -> Outcomes.handle(loop, cluster.onLoop(call), (ignored, failure) -> {
            if (failure == null) {
                result.complete(null);
            } else {
                result.completeExceptionally(Failures.asClientException(failure));
            }
        }));
        return result;
    }

    /**
     * Aborts an open transaction, then closes all connections.
     *
     * @return done when that is done; never fails. Closing again waits for that, too
     */
    public CompletableFuture<Void> closeLater() {
        return behindSends(this::closeOnce).handle((ignored, failure) -> null);
    }

    private CompletableFuture<Void> closeOnce() {
        if (closing == null) {
            CompletableFuture<Void> ended =
                    transactions.isOpen() ? transactions.abort() : CompletableFuture.completedFuture(null);
            closing = ended.handle((ignored, failure) -> null).thenCompose(ignored -> producer.closeLater());
        }
        return closing;
    }

    /** As {@link #closeLater}, and waits for it. Not from the client's loop. */
    @Override
    public void close() {
        closeLater().join();
    }
}
