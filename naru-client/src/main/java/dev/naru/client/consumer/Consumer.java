package dev.naru.client.consumer;

import dev.naru.client.ClientConfig;
import dev.naru.client.ClientException;
import dev.naru.client.ClientRuntime;
import dev.naru.client.OffsetSpec;
import dev.naru.client.cluster.Alarm;
import dev.naru.client.cluster.Cluster;
import dev.naru.client.cluster.Failures;
import dev.naru.client.cluster.Outcomes;
import dev.naru.common.TopicPartition;
import dev.naru.common.runtime.EventLoop;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Reads the partitions it is told to, from where it is told to, and fetches ahead of the polls. Positions are kept here
 * and nowhere else.
 *
 * <p>Threading: all methods are safe from any thread, and what one thread asks for happens in that order; futures complete
 * on the client's loop.
 */
public final class Consumer implements AutoCloseable {
    private final Cluster cluster;
    private final EventLoop loop;
    private final Map<TopicPartition, AssignedPartition> assigned = new LinkedHashMap<>();
    private final PositionFinder positions;
    private final Fetcher fetcher;
    private final Alarm alarm;
    private @Nullable Waiting waiting;
    private boolean serviceScheduled;
    private boolean moved;
    private @Nullable ClientException unreachable;

    /** Use {@link dev.naru.client.Client#consumer}, or this with a runtime of one's own. */
    public Consumer(ClientConfig clientConfig, ClientRuntime runtime, ConsumerConfig config) {
        this(new Cluster(clientConfig, runtime, false), config);
    }

    /** For what stands on this consumer and asks the same cluster about other things; closing closes the cluster. */
    public Consumer(Cluster cluster, ConsumerConfig config) {
        this.cluster = cluster;
        this.loop = cluster.loop();
        this.positions = new PositionFinder(cluster, config, this::onMoved);
        this.fetcher = new Fetcher(cluster, config, assigned, positions, this::serviceSoon);
        this.alarm = new Alarm(loop, this::service);
        cluster.metadata().onChange(this::serviceSoon);
    }

    /** Reads these partitions from these offsets, and no others any more. */
    public CompletableFuture<Void> assign(Map<TopicPartition, Long> offsets) {
        Map<TopicPartition, Long> copy = new TreeMap<>(offsets);
        copy.values().forEach(Consumer::checkOffset);
        return later(() -> {
            clear();
            copy.forEach((partition, offset) -> add(partition).seek(offset, -1));
            lookUpTopics();
        });
    }

    /** Reads these partitions from this place, and no others any more. */
    public CompletableFuture<Void> assign(Collection<TopicPartition> partitions, OffsetSpec place) {
        Set<TopicPartition> copy = new TreeSet<>(partitions);
        return later(() -> {
            clear();
            copy.forEach(partition -> add(partition).seek(place));
            lookUpTopics();
        });
    }

    /**
     * Reads this partition as well, or anew, from an offset.
     *
     * @param offset of the first record to read, zero or more
     * @param leaderEpoch epoch of the leader that wrote the record before it, so that a log that was cut since is noticed;
     *     -1 if not known
     */
    public CompletableFuture<Void> add(TopicPartition partition, long offset, int leaderEpoch) {
        checkOffset(offset);
        return later(() -> {
            drop(partition);
            add(partition).seek(offset, leaderEpoch);
            lookUpTopics();
        });
    }

    /** Reads this partition as well, or anew, from a place. */
    public CompletableFuture<Void> add(TopicPartition partition, OffsetSpec place) {
        return later(() -> {
            drop(partition);
            add(partition).seek(place);
            lookUpTopics();
        });
    }

    /** Does not read these partitions any more; a poll that is waiting brings nothing of them. */
    public CompletableFuture<Void> remove(Collection<TopicPartition> partitions) {
        List<TopicPartition> copy = List.copyOf(partitions);
        return later(() -> {
            copy.forEach(this::drop);
            lookUpTopics();
        });
    }

    /** Goes on at this offset, zero or more. Fails if the partition is not assigned. */
    public CompletableFuture<Void> seek(TopicPartition partition, long offset) {
        checkOffset(offset);
        return later(() -> find(partition).seek(offset, -1));
    }

    /** Goes on at this place. Fails if the partition is not assigned. */
    public CompletableFuture<Void> seek(TopicPartition partition, OffsetSpec place) {
        return later(() -> find(partition).seek(place));
    }

    /** Polls bring nothing of these partitions until they are resumed. Fails if one is not assigned. */
    public CompletableFuture<Void> pause(Collection<TopicPartition> partitions) {
        List<TopicPartition> copy = List.copyOf(partitions);
        return later(() -> copy.forEach(partition -> find(partition).setPaused(true)));
    }

    /** Undoes {@link #pause}. Fails if a partition is not assigned. */
    public CompletableFuture<Void> resume(Collection<TopicPartition> partitions) {
        List<TopicPartition> copy = List.copyOf(partitions);
        return later(() -> copy.forEach(partition -> find(partition).setPaused(false)));
    }

    /**
     * The next records, as soon as there is one. It may bring none: when time is up, and also when a position moved without
     * records, because it was looked up or what stood there is not for consumers.
     *
     * @param recordsMax how many records at most, one or more
     * @param timeoutMs how long to wait for the first, in milliseconds, zero or more
     * @return fails with {@link PositionLostException}, or with {@link dev.naru.client.BrokerException} if a partition
     *     cannot be read; it rests until it is sought, the others go on with the next poll. At most one poll at a time
     */
    public CompletableFuture<Polled> poll(int recordsMax, int timeoutMs) {
        if (recordsMax < 1 || timeoutMs < 0) {
            throw new IllegalArgumentException("recordsMax is one or more and timeoutMs is zero or more");
        }
        return cluster.onLoop(() -> {
            CompletableFuture<Polled> result = new CompletableFuture<>();
            if (waiting != null) {
                result.completeExceptionally(new ClientException("another poll is waiting already"));
                return result;
            }
            waiting = new Waiting(recordsMax, result, loop.schedule(timeoutMs, () -> answer(true)));
            service();
            return result;
        });
    }

    /** Answers a waiting poll now, with whatever there is; does nothing if none is waiting. */
    public void wakeup() {
        loop.run(() -> answer(true));
    }

    /** Closes all connections; a waiting poll fails. */
    @Override
    public void close() {
        loop.run(() -> {
            clear();
            alarm.cancel();
            if (waiting != null) {
                waiting.fail(new ClientException("the consumer is closed"));
                waiting = null;
            }
        });
        cluster.close();
    }

    private CompletableFuture<Void> later(Runnable change) {
        return cluster.onLoop(() -> {
            change.run();
            serviceSoon();
            return CompletableFuture.completedFuture(null);
        });
    }

    private void clear() {
        assigned.values().forEach(AssignedPartition::dropChunks);
        assigned.clear();
    }

    private void drop(TopicPartition partition) {
        AssignedPartition dropped = assigned.remove(partition);
        if (dropped != null) {
            dropped.dropChunks();
        }
    }

    private AssignedPartition add(TopicPartition partition) {
        AssignedPartition added = new AssignedPartition(partition);
        assigned.put(partition, added);
        return added;
    }

    private void lookUpTopics() {
        Set<String> topics = new TreeSet<>();
        assigned.keySet().forEach(partition -> topics.add(partition.topic()));
        cluster.metadata().trackOnly(topics);
        Outcomes.handle(loop, cluster.metadata().known(), (view, failure) -> {
            if (failure != null) {
                unreachable = Failures.asClientException(failure);
                service();
            }
        });
    }

    private static void checkOffset(long offset) {
        if (offset < 0) {
            throw new IllegalArgumentException("an offset is zero or more, not " + offset);
        }
    }

    private AssignedPartition find(TopicPartition partition) {
        AssignedPartition found = assigned.get(partition);
        if (found == null) {
            throw new ClientException("partition " + partition + " is not assigned");
        }
        return found;
    }

    private void onMoved() {
        moved = true;
        serviceSoon();
    }

    private void serviceSoon() {
        if (!serviceScheduled) {
            serviceScheduled = true;
            loop.execute(() -> {
                serviceScheduled = false;
                service();
            });
        }
    }

    private void service() {
        long nowNs = loop.clock().nanos();
        positions.find(assigned.values().stream()
                .filter(partition -> partition.state() == AssignedPartition.State.SOUGHT)
                .filter(partition -> !partition.isResting(nowNs))
                .toList());
        answer(false);
        fetcher.service(nowNs);
        if (!assigned.isEmpty()) {
            // What rests, and what waits for a leader or a connection, is looked at again now and then.
            alarm.within(cluster.config().timeouts().backoffMs());
        }
    }

    /** Answers the waiting poll, if there is something to answer, or in any case if its time is up. */
    private void answer(boolean timeIsUp) {
        Waiting poll = waiting;
        if (poll == null) {
            return;
        }
        List<ConsumedRecord> records = new ArrayList<>();
        for (AssignedPartition partition : List.copyOf(assigned.values())) {
            drain(partition, records, poll.recordsMax);
        }
        ClientException failure = records.isEmpty() ? failure() : null;
        if (failure != null) {
            waiting = null;
            poll.fail(failure);
        } else if (!records.isEmpty() || timeIsUp || moved) {
            waiting = null;
            moved = false;
            poll.complete(new Polled(records, progress()));
        }
    }

    private void drain(AssignedPartition partition, List<ConsumedRecord> records, int recordsMax) {
        if (partition.isPaused() || !partition.hasChunks() || records.size() >= recordsMax) {
            return;
        }
        try {
            moved |= partition.drain(records, recordsMax);
        } catch (ClientException damaged) {
            partition.becomeFailed(damaged);
        }
        // The partition just served goes last, so that one with much to read does not starve the others.
        assigned.remove(partition.partition());
        assigned.put(partition.partition(), partition);
    }

    private @Nullable ClientException failure() {
        if (unreachable != null) {
            ClientException reason = unreachable;
            unreachable = null;
            return reason;
        }
        for (AssignedPartition partition : assigned.values()) {
            ClientException reason = partition.takeFailure();
            if (reason != null) {
                return reason;
            }
        }
        return null;
    }

    private Map<TopicPartition, Polled.Progress> progress() {
        Map<TopicPartition, Polled.Progress> progress = new HashMap<>();
        assigned.forEach((name, partition) -> {
            if (partition.isPositioned()) {
                progress.put(
                        name, new Polled.Progress(partition.position(), partition.positionEpoch(), partition.end()));
            }
        });
        return Map.copyOf(progress);
    }

    private record Waiting(int recordsMax, CompletableFuture<Polled> result, EventLoop.Cancellable timer) {
        void complete(Polled polled) {
            timer.cancel();
            result.complete(polled);
        }

        void fail(ClientException reason) {
            timer.cancel();
            result.completeExceptionally(reason);
        }
    }
}
