package dev.naru.tests.compatibility.java.driver;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.naru.tests.compatibility.java.KafkaActions;
import dev.naru.tests.compatibility.java.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * The official client, driven the same way in every version. One consumer and one admin client for its life, a producer for each
 * call, since the settings differ.
 *
 * <p>Threading: one thread at a time.
 */
public final class DrivenClient implements KafkaActions {
    private static final long FETCH_TIMEOUT_MS = 20_000;

    private final String bootstrap;
    private final DrivenAdmin admin;
    private final KafkaConsumer<String, String> consumer;

    public DrivenClient(String bootstrap) {
        this.bootstrap = bootstrap;
        this.admin = new DrivenAdmin(bootstrap);
        Properties configs = new Properties();
        configs.put("bootstrap.servers", bootstrap);
        configs.put("enable.auto.commit", "false");
        configs.put("auto.offset.reset", "none");
        // A fetch still waiting at the broker is the client's business for this long after a seek elsewhere.
        configs.put("fetch.max.wait.ms", "50");
        this.consumer = new KafkaConsumer<>(configs, new StringDeserializer(), new StringDeserializer());
    }

    /** Returns once every partition's leader answers, since old clients do not retry, and with acks=0 nobody does. */
    @Override
    public void createTopic(String topic, int partitions, Map<String, String> configs) throws Exception {
        admin.createTopic(topic, partitions, configs);
        for (int partition = 0; partition < partitions; partition++) {
            endOffset(topic, partition);
        }
    }

    @Override
    public void deleteTopic(String topic) throws Exception {
        admin.deleteTopic(topic);
    }

    @Override
    public void createPartitions(String topic, int totalCount) throws Exception {
        admin.createPartitions(topic, totalCount);
    }

    @Override
    public int partitionCount(String topic) throws Exception {
        return admin.partitionCount(topic);
    }

    @Override
    public SortedMap<String, String> describeTopicConfig(String topic) throws Exception {
        return admin.describeTopicConfig(topic);
    }

    @Override
    public SortedMap<String, Integer> topics() {
        SortedMap<String, Integer> topics = new TreeMap<>();
        consumer.listTopics().forEach((name, partitions) -> topics.put(name, partitions.size()));
        return topics;
    }

    @Override
    public void alterTopicConfig(String topic, String key, String value) throws Exception {
        admin.alterTopicConfig(topic, key, value);
    }

    @Override
    public void deleteRecordsBefore(String topic, int partition, long offset) throws Exception {
        admin.deleteRecordsBefore(new TopicPartition(topic, partition), offset);
    }

    @Override
    public List<Long> produce(String topic, Map<String, Object> producerConfigs, List<Message> messages)
            throws Exception {
        Properties configs = new Properties();
        configs.put("bootstrap.servers", bootstrap);
        configs.putAll(producerConfigs);
        List<Future<RecordMetadata>> sent = new ArrayList<>();
        try (KafkaProducer<String, String> producer =
                new KafkaProducer<>(configs, new StringSerializer(), new StringSerializer())) {
            for (Message message : messages) {
                sent.add(producer.send(recordOf(topic, message)));
            }
            producer.flush();
        }
        List<Long> offsets = new ArrayList<>();
        for (Future<RecordMetadata> acknowledged : sent) {
            offsets.add(acknowledged.get().offset());
        }
        return offsets;
    }

    @Override
    @SuppressWarnings(
            "removal") // The other way to say which group is a consumer of it, which is not what is tested here.
    public void transact(String transactionalId, String topic, List<Message> messages, String group, boolean commit)
            throws Exception {
        Properties configs = new Properties();
        configs.put("bootstrap.servers", bootstrap);
        configs.put("transactional.id", transactionalId);
        try (KafkaProducer<String, String> producer =
                new KafkaProducer<>(configs, new StringSerializer(), new StringSerializer())) {
            producer.initTransactions();
            producer.beginTransaction();
            List<Future<RecordMetadata>> sent = new ArrayList<>();
            for (Message message : messages) {
                sent.add(producer.send(recordOf(topic, message)));
            }
            for (Future<RecordMetadata> acknowledged : sent) {
                acknowledged.get();
            }
            if (group != null) {
                producer.sendOffsetsToTransaction(
                        Map.of(new TopicPartition(topic, 0), new OffsetAndMetadata(messages.size())),
                        new ConsumerGroupMetadata(group));
            }
            if (commit) {
                producer.commitTransaction();
            } else {
                producer.abortTransaction();
            }
        }
    }

    @Override
    public List<Message> fetch(String topic, int partition, long fromOffset, int count) throws Exception {
        TopicPartition from = new TopicPartition(topic, partition);
        consumer.assign(List.of(from));
        consumer.seek(from, fromOffset);
        List<Message> messages = new ArrayList<>();
        long deadlineMs = System.currentTimeMillis() + FETCH_TIMEOUT_MS;
        while (messages.size() < count) {
            Polling.poll(consumer)
                    .records(from)
                    .forEach(record -> messages.add(new Message(
                            record.partition(),
                            record.offset(),
                            record.timestamp(),
                            record.key(),
                            record.value(),
                            headersOf(record.headers()))));
            if (System.currentTimeMillis() > deadlineMs) {
                throw new IllegalStateException("only " + messages.size() + " of " + count + " messages of " + from
                        + " within " + FETCH_TIMEOUT_MS + " ms");
            }
        }
        return messages;
    }

    @Override
    public List<String> consumeInGroup(String topic, String group, int count) throws Exception {
        return DrivenMember.consume(bootstrap, topic, group, count);
    }

    @Override
    public long beginningOffset(String topic, int partition) {
        TopicPartition of = new TopicPartition(topic, partition);
        return consumer.beginningOffsets(List.of(of)).get(of);
    }

    @Override
    public long endOffset(String topic, int partition) {
        TopicPartition of = new TopicPartition(topic, partition);
        return consumer.endOffsets(List.of(of)).get(of);
    }

    @Override
    public Long offsetForTime(String topic, int partition, long timestampMs) {
        TopicPartition of = new TopicPartition(topic, partition);
        var found = consumer.offsetsForTimes(Map.of(of, timestampMs)).get(of);
        return found == null ? null : found.offset();
    }

    @Override
    public void close() throws Exception {
        consumer.close();
        admin.close();
    }

    private static ProducerRecord<String, String> recordOf(String topic, Message message) {
        List<Header> headers = new ArrayList<>();
        message.headers()
                .forEach(header -> headers.add(
                        new RecordHeader(header.getKey(), header.getValue().getBytes(UTF_8))));
        return new ProducerRecord<>(
                topic, message.partition(), message.timestampMs(), message.key(), message.value(), headers);
    }

    private static List<Map.Entry<String, String>> headersOf(Iterable<Header> headers) {
        List<Map.Entry<String, String>> entries = new ArrayList<>();
        headers.forEach(header -> entries.add(Map.entry(header.key(), new String(header.value(), UTF_8))));
        return entries;
    }
}
