package dev.naru.tests.broker;

import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.SubscriptionPattern;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.jspecify.annotations.Nullable;

/** A member of a group that commits what it has read before it gives a partition up. Threading: confined to the test. */
final class GroupReader implements ConsumerRebalanceListener {
    private final KafkaConsumer<String, String> consumer;
    private final List<String> read;

    GroupReader(KafkaConsumer<String, String> consumer, List<String> read, @Nullable String topic) {
        this.consumer = consumer;
        this.read = read;
        if (topic != null) {
            consumer.subscribe(List.of(topic), this);
        }
    }

    GroupReader(KafkaConsumer<String, String> consumer, List<String> read, SubscriptionPattern pattern) {
        this(consumer, read, (String) null);
        consumer.subscribe(pattern, this);
    }

    void poll() {
        for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofMillis(20))) {
            read.add(record.value());
        }
        commit();
    }

    private void commit() {
        try {
            consumer.commitSync();
        } catch (RebalanceInProgressException e) {
            // Committed with the next poll's, or before the partitions go to another member.
        }
    }

    Set<TopicPartition> partitions() {
        return new HashSet<>(consumer.assignment());
    }

    Set<String> topics() {
        Set<String> topics = new HashSet<>();
        consumer.assignment().forEach(partition -> topics.add(partition.topic()));
        return topics;
    }

    KafkaConsumer<String, String> consumer() {
        return consumer;
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> revoked) {
        commit();
    }

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> assigned) {}

    @Override
    public void onPartitionsLost(Collection<TopicPartition> lost) {}
}
