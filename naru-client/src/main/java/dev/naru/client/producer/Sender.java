package dev.naru.client.producer;

import dev.naru.client.Address;
import dev.naru.client.BrokerException;
import dev.naru.client.CallTimeoutException;
import dev.naru.client.ClientException;
import dev.naru.client.cluster.Alarm;
import dev.naru.client.cluster.Backoff;
import dev.naru.client.cluster.BrokerNode;
import dev.naru.client.cluster.Cluster;
import dev.naru.client.cluster.Failures;
import dev.naru.client.cluster.Outcomes;
import dev.naru.common.TopicPartition;
import dev.naru.common.runtime.EventLoop;
import dev.naru.protocol.message.ProduceResponse;
import dev.naru.record.BatchBuilder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Moves records from the inbox into queues and batches from queues to brokers. {@link #service} does one round of whatever
 * can be done now; it runs after every event that may change that: records came, a broker answered, metadata changed, a
 * time was reached.
 *
 * <p>Threading: confined to the client's loop.
 */
final class Sender implements TopicPlacement.PartitionQueues {
    private static final long WAITING_LOOK_MS = 100;

    private final Cluster cluster;
    private final EventLoop loop;
    private final ProducerConfig config;
    private final SendBuffer buffer;
    private final TopicPlacement placement;
    private final Identities identities;
    private final BatchBuilder builder;
    private final Backoff backoff;
    private final Alarm alarm;
    private final boolean transactional;
    private final long lingerNs;
    private final long timeoutNs;
    private final Map<TopicPartition, PartitionQueue> queues = new HashMap<>();
    private final Set<PartitionQueue> active = new LinkedHashSet<>();
    private final Map<Address, Integer> requestsInFlight = new HashMap<>();
    private boolean serviceScheduled;
    private final List<CompletableFuture<Void>> quietWaiters = new ArrayList<>();
    private int flushes;
    private boolean closed;

    Sender(
            Cluster cluster,
            ProducerConfig config,
            SendBuffer buffer,
            RandomGenerator random,
            @Nullable Transactions transactions) {
        this.cluster = cluster;
        this.loop = cluster.loop();
        this.config = config;
        this.buffer = buffer;
        this.placement = new TopicPlacement(cluster, config, buffer, random, this);
        this.identities = transactions == null ? new IdentitySource(cluster, this::onIdentity) : transactions;
        this.builder = new BatchBuilder(config.compression(), config.batching().batchSizeBytesMax());
        this.transactional = transactions != null;
        this.backoff = cluster.newBackoff();
        this.alarm = new Alarm(loop, this::service);
        this.lingerNs = TimeUnit.MILLISECONDS.toNanos(config.batching().lingerMs());
        this.timeoutNs = TimeUnit.MILLISECONDS.toNanos(config.delivery().timeoutMs());
        cluster.metadata().onChange(this::serviceSoon);
    }

    void accept(List<PendingSend> sends) {
        // Asked again here: since the sender's thread did, another may have ended the transaction.
        ClientException refusal = closed ? new ClientException("the producer is closed") : identities.refusal();
        if (refusal != null) {
            sends.forEach(send -> {
                buffer.release(send.sizeBytes());
                send.result().completeExceptionally(refusal);
            });
            return;
        }
        sends.forEach(placement::place);
        service();
    }

    /** Sends what there is without lingering; completes {@code flushed} when all of it is acknowledged or has failed. */
    void flush(CompletableFuture<Void> flushed) {
        List<CompletableFuture<?>> unsettled = new ArrayList<>(placement.waiting());
        active.forEach(queue -> queue.all().forEach(batch -> unsettled.add(batch.settled())));
        flushes++;
        CompletableFuture<Void> all = CompletableFuture.allOf(unsettled.toArray(CompletableFuture[]::new));
        // Later, since whoever waits may close this sender, and the last batch may have settled amid a round of
        // service.
        Outcomes.handle(
                loop,
                all,
                (ignored, failure) -> loop.execute(() -> {
                    flushes--;
                    flushed.complete(null);
                }));
        service();
    }

    /**
     * Fails all records that are not acknowledged, and sends no more of them; completes {@code quiet} when nothing that was
     * sent can arrive any more: each request was answered, or its connection is gone.
     */
    void abandon(ClientException reason, CompletableFuture<Void> quiet) {
        placement.failAll(reason);
        queues.values().forEach(queue -> queue.abandon(reason, buffer));
        quietWaiters.add(quiet);
        answerQuiet();
    }

    private void answerQuiet() {
        if (requestsInFlight.values().stream().allMatch(count -> count == 0)) {
            List<CompletableFuture<Void>> waiters = List.copyOf(quietWaiters);
            quietWaiters.clear();
            waiters.forEach(waiter -> waiter.complete(null));
        }
    }

    void close() {
        closed = true;
        ClientException reason = new ClientException("the producer was closed before the record was acknowledged");
        placement.failAll(reason);
        queues.values().forEach(queue -> queue.failAll(reason, buffer));
        alarm.cancel();
        builder.close();
    }

    @Override
    public void append(TopicPartition partition, PendingSend send) {
        PartitionQueue queue = queues.computeIfAbsent(
                partition, fresh -> new PartitionQueue(fresh, config.batching().batchSizeBytesMax()));
        queue.append(send);
        active.add(queue);
    }

    @Override
    public int batchCount(TopicPartition partition) {
        PartitionQueue queue = queues.get(partition);
        return queue == null ? 0 : queue.batchCount();
    }

    void serviceSoon() {
        if (!serviceScheduled && !closed) {
            serviceScheduled = true;
            loop.execute(() -> {
                serviceScheduled = false;
                service();
            });
        }
    }

    private void service() {
        if (closed) {
            return;
        }
        long nowNs = loop.clock().nanos();
        placement.placeWaiting(nowNs);
        expire(nowNs);
        if (config.delivery().idempotent()) {
            beginSequencesAnew();
        }
        if (!config.delivery().idempotent() || identities.current() != null) {
            send(nowNs);
        } else if (!active.isEmpty()) {
            identities.acquire();
        }
        lookAgain(nowNs);
    }

    private void expire(long nowNs) {
        for (PartitionQueue queue : active) {
            if (queue.hasSentBefore(nowNs - timeoutNs)) {
                String message = "not acknowledged within " + config.delivery().timeoutMs() + " ms";
                queue.expire(nowNs - timeoutNs, new CallTimeoutException(message, queue.lastFailure()), buffer);
            }
        }
    }

    private void beginSequencesAnew() {
        for (PartitionQueue queue : active) {
            if (queue.canBeginAnew()) {
                ProducerIdentity fresh = identities.newerThan(queue.identity());
                if (fresh != null) {
                    queue.beginAnew(fresh);
                }
            }
        }
    }

    private void send(long nowNs) {
        for (Map.Entry<Address, List<PartitionQueue>> entry : queuesByLeader().entrySet()) {
            Address leader = entry.getKey();
            while (requestsInFlight.getOrDefault(leader, 0) < config.delivery().requestsInFlightMax()) {
                ProduceCall call = gather(leader, entry.getValue(), nowNs);
                if (call.isEmpty()) {
                    break;
                }
                send(leader, call);
            }
        }
    }

    private Map<Address, List<PartitionQueue>> queuesByLeader() {
        Map<Address, List<PartitionQueue>> byLeader = new LinkedHashMap<>();
        boolean leaderMissing = false;
        for (PartitionQueue queue : active) {
            if (!queue.isEmpty()) {
                BrokerNode leader = cluster.metadata().view().leader(queue.partition());
                leaderMissing |= leader == null;
                if (leader != null && !cluster.links().isResting(leader.address())) {
                    byLeader.computeIfAbsent(leader.address(), ignored -> new ArrayList<>())
                            .add(queue);
                }
            }
        }
        if (leaderMissing) {
            cluster.metadata().stale();
        }
        return byLeader;
    }

    /** One batch of each partition that has one ready, as far as they fit into a request. */
    private ProduceCall gather(Address leader, List<PartitionQueue> candidates, long nowNs) {
        boolean hurry = flushes > 0 || buffer.isFull();
        ProduceCall call = new ProduceCall(cluster.metadata().view(), config.delivery(), identities);
        for (PartitionQueue queue : candidates) {
            ProducerBatch batch = queue.ready(leader, nowNs, lingerNs, hurry);
            if (batch != null
                    && call.hasRoomFor(batch, config.batching().requestSizeBytesMax())
                    && identities.admits(queue.partition())) {
                queue.onSent(batch, leader, identities.current());
                call.add(queue, batch, batch.encode(builder, transactional));
            }
        }
        return call;
    }

    private void send(Address leader, ProduceCall call) {
        requestsInFlight.merge(leader, 1, Integer::sum);
        // Partitions that were served go behind those that were not.
        call.forEach((queue, batch) -> {
            active.remove(queue);
            active.add(queue);
        });
        Outcomes.handle(
                loop,
                cluster.links()
                        .send(leader, call.ask(cluster.config().timeouts().requestMs())),
                (response, failure) -> onAnswer(leader, call, response, failure));
    }

    private void onAnswer(
            Address leader, ProduceCall call, @Nullable ProduceResponse response, @Nullable Throwable failure) {
        requestsInFlight.merge(leader, -1, Integer::sum);
        if (closed) {
            answerQuiet();
            return;
        }
        if (failure != null) {
            ClientException reason = Failures.asClientException(failure);
            call.forEach((queue, batch) -> onOutcome(queue, batch, ProduceOutcome.failed(reason)));
            cluster.metadata().stale();
        } else {
            call.forEach((queue, batch) ->
                    onOutcome(queue, batch, call.outcome(response, queue.partition(), cluster.metadata())));
        }
        answerQuiet();
        serviceSoon();
    }

    private void onOutcome(PartitionQueue queue, ProducerBatch batch, ProduceOutcome outcome) {
        switch (outcome.kind()) {
            case STORED -> {
                queue.onStored(batch);
                batch.acknowledge(queue.partition(), outcome.baseOffset(), outcome.logAppendTimeMs(), buffer);
            }
            case TOO_LARGE -> {
                if (batch.recordCount() > 1 && !batch.isSettled()) {
                    queue.split(batch);
                } else {
                    onRefused(queue, batch, outcome.reason());
                }
            }
            case OUT_OF_SEQUENCE -> {
                // Whether what came before is stored is not known, so a transaction cannot begin its sequence anew.
                if (batch.isOvertaken() || (transactional && queue.isOldest(batch))) {
                    onRefused(queue, batch, outcome.reason());
                } else {
                    queue.onOutOfSequence(batch);
                    onRetriable(queue, batch, outcome.reason());
                }
            }
            case IDENTITY_LOST -> {
                if (transactional) {
                    onRefused(queue, batch, outcome.reason());
                    return;
                }
                identities.forget(queue.identity());
                queue.onOutOfSequence(batch);
                onRetriable(queue, batch, outcome.reason());
            }
            case RETRIABLE -> onRetriable(queue, batch, outcome.reason());
            case REFUSED -> onRefused(queue, batch, outcome.reason());
        }
    }

    private void onRetriable(PartitionQueue queue, ProducerBatch batch, ClientException reason) {
        if (batch.isSettled()) {
            // It expired while it was in flight; its senders have been told.
            queue.onDone(batch);
            return;
        }
        int failures = queue.onFailed(batch, reason);
        queue.restUntil(loop.clock().nanos() + TimeUnit.MILLISECONDS.toNanos(backoff.waitMs(failures)));
    }

    private void onRefused(PartitionQueue queue, ProducerBatch batch, ClientException reason) {
        queue.onDone(batch);
        batch.fail(reason instanceof BrokerException refused ? refused.asFinal() : reason, buffer);
    }

    private void onIdentity(@Nullable ClientException failure) {
        if (failure != null) {
            queues.values().forEach(queue -> queue.failAll(failure, buffer));
        }
        serviceSoon();
    }

    /** Looks again when the next batch has lingered, rested or waited long enough. */
    private void lookAgain(long nowNs) {
        active.removeIf(PartitionQueue::isEmpty);
        long nextNs = nowNs + timeoutNs;
        for (PartitionQueue queue : active) {
            nextNs = Math.min(nextNs, queue.nextLookNs(lingerNs, timeoutNs, nowNs));
        }
        if (active.isEmpty() && !placement.isWaiting()) {
            return;
        }
        // What was due already waits for an answer or a leader, and is looked at again now and then.
        long soonestNs =
                TimeUnit.MILLISECONDS.toNanos(cluster.config().timeouts().backoffMs());
        long delayNs = nextNs <= nowNs ? soonestNs : nextNs - nowNs;
        alarm.within(Math.min(
                TimeUnit.NANOSECONDS.toMillis(delayNs) + 1, placement.isWaiting() ? WAITING_LOOK_MS : Long.MAX_VALUE));
    }
}
