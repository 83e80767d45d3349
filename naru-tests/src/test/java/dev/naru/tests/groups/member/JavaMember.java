package dev.naru.tests.groups.member;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * A member that prints each record it reads, and commits after each poll.
 *
 * <p>Threading: its own thread; {@link #leave} from another, which waits until it has left.
 */
final class JavaMember implements ConsumerRebalanceListener {
    private static final Duration POLL = Duration.ofMillis(200);
    private static final long LEAVE_TIMEOUT_MS = 10_000;

    private final String topic;
    private final String group;
    private final KafkaConsumer<String, String> consumer;
    private final Thread thread;
    private volatile boolean leaving;

    JavaMember(String bootstrap, String topic, String group, Map<String, String> kind) {
        this.topic = topic;
        this.group = group;
        Properties configs = new Properties();
        configs.put("bootstrap.servers", bootstrap);
        configs.put("group.id", group);
        configs.put("auto.offset.reset", "earliest");
        configs.put("enable.auto.commit", "false");
        configs.put("max.poll.records", "20");
        if (kind.get("group.protocol").equals("classic")) {
            configs.put("session.timeout.ms", "6000");
            configs.put("heartbeat.interval.ms", "500");
        }
        configs.putAll(kind);
        this.consumer = new KafkaConsumer<>(configs, new StringDeserializer(), new StringDeserializer());
        this.thread = new Thread(this::run, group);
    }

    void start() {
        thread.start();
    }

    void leave() {
        leaving = true;
        consumer.wakeup();
        try {
            thread.join(LEAVE_TIMEOUT_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try (consumer) {
            consumer.subscribe(List.of(topic), this);
            while (!leaving) {
                ConsumerRecords<String, String> records = consumer.poll(POLL);
                Map<TopicPartition, OffsetAndMetadata> positions = new HashMap<>();
                for (ConsumerRecord<String, String> record : records) {
                    print("READ", record.partition(), record.offset());
                    positions.put(
                            new TopicPartition(topic, record.partition()), new OffsetAndMetadata(record.offset() + 1));
                }
                if (!positions.isEmpty()) {
                    commit(positions);
                }
            }
        } catch (WakeupException e) {
            // It is to leave.
        }
    }

    private void commit(Map<TopicPartition, OffsetAndMetadata> positions) {
        print("ATTEMPT", positions);
        try {
            consumer.commitSync(positions);
            print("COMMITTED", positions);
        } catch (WakeupException e) {
            print("REFUSED", positions);
            throw e;
        } catch (KafkaException e) {
            print("REFUSED", positions);
        }
    }

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
        partitions.forEach(partition -> print("ASSIGNED", partition.partition(), -1));
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
        partitions.forEach(partition -> print("GONE", partition.partition(), -1));
    }

    private void print(String event, Map<TopicPartition, OffsetAndMetadata> positions) {
        positions.forEach((partition, position) -> print(event, partition.partition(), position.offset()));
    }

    private void print(String event, int partition, long offset) {
        String line = System.currentTimeMillis() + " " + group + " " + event + " " + partition + " " + offset;
        synchronized (System.out) {
            System.out.println(line);
            System.out.flush();
        }
    }
}
