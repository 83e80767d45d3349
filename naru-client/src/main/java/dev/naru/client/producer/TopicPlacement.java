package dev.naru.client.producer;

import dev.naru.client.BrokerException;
import dev.naru.client.CallTimeoutException;
import dev.naru.client.ClientException;
import dev.naru.client.cluster.Cluster;
import dev.naru.client.cluster.Failures;
import dev.naru.client.cluster.Outcomes;
import dev.naru.client.cluster.TopicView;
import dev.naru.common.TopicPartition;
import dev.naru.protocol.ErrorCode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Gives each record its partition; holds records of topics that are not known yet, in order, until they are.
 *
 * <p>Threading: confined to the client's loop.
 */
final class TopicPlacement {
    private final Cluster cluster;
    private final ProducerConfig config;
    private final SendBuffer buffer;
    private final RandomGenerator random;
    private final PartitionQueues queues;
    private final Map<String, StickyPartitioner> partitioners = new HashMap<>();
    private final Map<String, Deque<PendingSend>> waiting = new HashMap<>();

    TopicPlacement(
            Cluster cluster, ProducerConfig config, SendBuffer buffer, RandomGenerator random, PartitionQueues queues) {
        this.cluster = cluster;
        this.config = config;
        this.buffer = buffer;
        this.random = random;
        this.queues = queues;
    }

    void place(PendingSend send) {
        String name = send.record().topic();
        TopicView topic = cluster.metadata().view().topics().get(name);
        boolean others = waiting.containsKey(name);
        if (others || topic == null || !isPlaceable(topic)) {
            waiting.computeIfAbsent(name, ignored -> new ArrayDeque<>()).add(send);
            if (!others) {
                lookUp(name);
            }
            return;
        }
        place(send, topic);
    }

    /** Places what waited, if its topic is known by now; fails what waited too long. */
    void placeWaiting(long nowNs) {
        for (String name : List.copyOf(waiting.keySet())) {
            TopicView topic = cluster.metadata().view().topics().get(name);
            if (topic != null && isPlaceable(topic)) {
                take(name).forEach(send -> place(send, topic));
            } else if (topic != null
                    && topic.error() != ErrorCode.NONE
                    && !topic.error().isRetriable()) {
                fail(take(name), new BrokerException(topic.error(), "topic " + name, null));
            } else {
                expire(name, topic, nowNs);
            }
        }
    }

    boolean isWaiting() {
        return !waiting.isEmpty();
    }

    /** What the senders of the waiting records wait for. */
    List<CompletableFuture<RecordMetadata>> waiting() {
        List<CompletableFuture<RecordMetadata>> results = new ArrayList<>();
        waiting.values().forEach(sends -> sends.forEach(send -> results.add(send.result())));
        return results;
    }

    void failAll(ClientException reason) {
        List.copyOf(waiting.keySet()).forEach(name -> fail(take(name), reason));
    }

    private void lookUp(String topic) {
        cluster.metadata().track(Set.of(topic));
        Outcomes.handle(cluster.loop(), cluster.metadata().known(), (view, failure) -> {
            if (failure != null) {
                failAll(Failures.asClientException(failure));
            }
        });
    }

    private static boolean isPlaceable(TopicView topic) {
        return topic.error() == ErrorCode.NONE && !topic.partitions().isEmpty();
    }

    private void place(PendingSend send, TopicView topic) {
        int count = topic.partitions().size();
        int partition = send.record().partition();
        byte[] key = send.record().key();
        if (partition >= count) {
            fail(
                    List.of(send),
                    new ClientException(
                            "topic " + topic.name() + " has no partition " + partition + ", only 0 to " + (count - 1)));
            return;
        }
        if (partition == ProducerRecord.ANY_PARTITION) {
            partition = key != null ? Murmur2.partition(key, count) : stick(send, topic);
        }
        queues.append(new TopicPartition(topic.name(), partition), send);
    }

    private int stick(PendingSend send, TopicView topic) {
        StickyPartitioner partitioner = partitioners.computeIfAbsent(
                topic.name(), ignored -> new StickyPartitioner(config.batching().batchSizeBytesMax(), random));
        return partitioner.place(
                topic, send.sizeBytes(), partition -> queues.batchCount(new TopicPartition(topic.name(), partition)));
    }

    private void expire(String name, @Nullable TopicView topic, long nowNs) {
        Deque<PendingSend> sends = waiting.get(name);
        long waitNs = TimeUnit.MILLISECONDS.toNanos(config.delivery().topicWaitMs());
        while (sends != null && !sends.isEmpty() && nowNs - sends.peek().sentNs() >= waitNs) {
            ClientException reason = topic == null
                    ? new CallTimeoutException(
                            "topic " + name + " was not found within "
                                    + config.delivery().topicWaitMs() + " ms",
                            null)
                    : new BrokerException(topic.error(), "topic " + name, null);
            fail(List.of(sends.remove()), reason);
        }
        if (sends != null && sends.isEmpty()) {
            waiting.remove(name);
        }
    }

    private List<PendingSend> take(String name) {
        Deque<PendingSend> sends = waiting.remove(name);
        return sends == null ? List.of() : List.copyOf(sends);
    }

    private void fail(List<PendingSend> sends, ClientException reason) {
        for (PendingSend send : sends) {
            buffer.release(send.sizeBytes());
            send.result().completeExceptionally(reason);
        }
    }

    /** The queues by partition, as far as placing needs them. */
    interface PartitionQueues {
        void append(TopicPartition partition, PendingSend send);

        int batchCount(TopicPartition partition);
    }
}
