package dev.naru.tests.groups;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Writes a record to each partition now and then, with an idempotent producer, so that offsets can be counted.
 *
 * <p>Threading: {@link #ends} by the test's thread, writing by the feed's own.
 */
final class RecordFeed implements AutoCloseable {
    private static final int PAUSE_MS = 25;
    private static final int ACK_TIMEOUT_S = 60;

    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();
    private final KafkaProducer<String, String> producer;
    private final String topic;
    private final List<Future<RecordMetadata>> last = new ArrayList<>();
    private int round;

    RecordFeed(String bootstrap, String topic, int partitions) {
        this.topic = topic;
        Properties configs = new Properties();
        configs.put("bootstrap.servers", bootstrap);
        configs.put("linger.ms", "0");
        producer = new KafkaProducer<>(configs, new StringSerializer(), new StringSerializer());
        for (int partition = 0; partition < partitions; partition++) {
            last.add(null);
        }
    }

    void start() {
        var unused = thread.scheduleWithFixedDelay(this::write, 0, PAUSE_MS, TimeUnit.MILLISECONDS);
    }

    private void write() {
        round++;
        for (int partition = 0; partition < last.size(); partition++) {
            last.set(partition, producer.send(new ProducerRecord<>(topic, partition, null, "round " + round)));
        }
    }

    /** Up to where each partition is written, once all that was sent so far is acknowledged. */
    List<Long> ends() throws Exception {
        List<Future<RecordMetadata>> sent =
                thread.submit(() -> List.copyOf(last)).get(ACK_TIMEOUT_S, TimeUnit.SECONDS);
        return endsOf(sent);
    }

    /** Writes no more, and answers as {@link #ends}. */
    List<Long> finish() throws Exception {
        thread.shutdown();
        if (!thread.awaitTermination(ACK_TIMEOUT_S, TimeUnit.SECONDS)) {
            throw new AssertionError("the producer is stuck");
        }
        return endsOf(List.copyOf(last));
    }

    private static List<Long> endsOf(List<Future<RecordMetadata>> sent) throws Exception {
        List<Long> ends = new ArrayList<>();
        for (Future<RecordMetadata> acknowledged : sent) {
            try {
                ends.add(acknowledged.get(ACK_TIMEOUT_S, TimeUnit.SECONDS).offset() + 1);
            } catch (ExecutionException e) {
                throw new AssertionError("a record was not acknowledged", e);
            }
        }
        return ends;
    }

    @Override
    public void close() {
        thread.shutdownNow();
        producer.close(Duration.ZERO);
    }
}
