package dev.naru.tests.compatibility.java.driver;

import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * A member of a group for a short time: joins, reads, commits and leaves.
 *
 * <p>Threading: the calling thread.
 */
final class DrivenMember {
    private static final int RECORDS_PER_POLL = 5;
    private static final long TIMEOUT_MS = 30_000;

    private DrivenMember() {}

    /** The values of so many messages from where the group is; their number is a multiple of five. */
    static List<String> consume(String bootstrap, String topic, String group, int count) throws Exception {
        Properties configs = new Properties();
        configs.put("bootstrap.servers", bootstrap);
        configs.put("group.id", group);
        configs.put("auto.offset.reset", "earliest");
        configs.put("enable.auto.commit", "false");
        configs.put("max.poll.records", Integer.toString(RECORDS_PER_POLL));
        List<String> values = new ArrayList<>();
        try (KafkaConsumer<String, String> consumer =
                new KafkaConsumer<>(configs, new StringDeserializer(), new StringDeserializer())) {
            consumer.subscribe(List.of(topic));
            long deadlineMs = System.currentTimeMillis() + TIMEOUT_MS;
            while (values.size() < count) {
                Polling.poll(consumer).forEach(record -> values.add(record.value()));
                if (System.currentTimeMillis() > deadlineMs) {
                    throw new IllegalStateException("only " + values.size() + " of " + count + " messages of " + topic);
                }
            }
            consumer.commitSync();
        }
        return values;
    }
}
