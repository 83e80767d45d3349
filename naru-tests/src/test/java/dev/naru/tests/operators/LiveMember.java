package dev.naru.tests.operators;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;

/**
 * A member that goes on reading and commits what it read, on a thread of its own, until it is closed.
 *
 * <p>Threading: the test's thread creates and closes it; everything else happens on its own.
 */
final class LiveMember implements AutoCloseable {
    private static final Duration POLL_MAX = Duration.ofMillis(100);
    private static final int PATIENCE_S = 20;

    private final CompletableFuture<List<TopicPartition>> committed = new CompletableFuture<>();
    private final Thread thread;
    private volatile boolean stopping;

    LiveMember(OperatedBroker broker, String group, String protocol, String clientId, String topic) {
        Map<String, Object> settings = Map.of("group.id", group, "group.protocol", protocol, "client.id", clientId);
        thread = new Thread(
                () -> {
                    try (KafkaConsumer<String, String> consumer = broker.consumer(settings)) {
                        consumer.subscribe(List.of(topic));
                        run(consumer);
                    } catch (RuntimeException e) {
                        committed.completeExceptionally(e);
                    }
                },
                "member-" + clientId);
        thread.start();
    }

    private void run(KafkaConsumer<String, String> consumer) {
        while (!stopping) {
            ConsumerRecords<String, String> records = consumer.poll(POLL_MAX);
            if (!records.isEmpty()) {
                consumer.commitSync();
                committed.complete(List.copyOf(records.partitions()));
            }
        }
    }

    /** Returns once it has committed something. */
    LiveMember awaitCommit() throws Exception {
        committed.get(PATIENCE_S, TimeUnit.SECONDS);
        return this;
    }

    @Override
    public void close() {
        stopping = true;
        try {
            thread.join(TimeUnit.SECONDS.toMillis(PATIENCE_S));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
