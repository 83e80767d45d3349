package dev.naru.tests.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.SubscriptionPattern;
import org.apache.kafka.common.serialization.StringDeserializer;

/** The members of one group in this process, and what they have read together. Threading: confined to the test. */
final class GroupReaders implements AutoCloseable {
    private static final long WAIT_S = 60;

    private final String address;
    private final List<GroupReader> readers = new ArrayList<>();
    private final List<String> values = new ArrayList<>();

    GroupReaders(String address) {
        this.address = address;
    }

    GroupReader join(Map<String, String> settings, String topic) {
        return add(new GroupReader(consumer(settings), values, topic));
    }

    GroupReader join(Map<String, String> settings, SubscriptionPattern pattern) {
        return add(new GroupReader(consumer(settings), values, pattern));
    }

    private GroupReader add(GroupReader reader) {
        readers.add(reader);
        return reader;
    }

    private KafkaConsumer<String, String> consumer(Map<String, String> settings) {
        Map<String, Object> all = new HashMap<>();
        all.put("bootstrap.servers", address);
        all.put("group.id", "billing");
        all.put("group.protocol", "consumer");
        all.put("auto.offset.reset", "earliest");
        all.put("enable.auto.commit", "false");
        all.putAll(settings);
        return new KafkaConsumer<>(all, new StringDeserializer(), new StringDeserializer());
    }

    /** Polls all members in turn until it is so. */
    void pollUntil(BooleanSupplier isSo) {
        long deadlineNanos = System.nanoTime() + TimeUnit.SECONDS.toNanos(WAIT_S);
        while (!isSo.getAsBoolean()) {
            assertThat(System.nanoTime()).as("%s, %d read", this, values.size()).isLessThan(deadlineNanos);
            readers.forEach(GroupReader::poll);
        }
    }

    void leave(GroupReader reader) {
        readers.remove(reader);
        reader.consumer().close();
    }

    /** It is not heard of again, and says nothing about it. */
    void crash(GroupReader reader) {
        readers.remove(reader);
        reader.consumer()
                .close(CloseOptions.timeout(Duration.ZERO)
                        .withGroupMembershipOperation(CloseOptions.GroupMembershipOperation.REMAIN_IN_GROUP));
    }

    int readCount() {
        return values.size();
    }

    List<String> values() {
        return values;
    }

    @Override
    public void close() {
        readers.forEach(reader -> reader.consumer().close());
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        readers.forEach(reader -> text.append(reader.partitions()).append(' '));
        return text.toString();
    }
}
