package dev.naru.tests.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.clients.admin.ListGroupsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.RangeAssignor;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.GroupState;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupNotEmptyException;
import org.apache.kafka.common.errors.GroupSubscribedToTopicException;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Groups of the classic protocol, with the Java client. */
class ClassicGroupTest {
    private static final String TOPIC = "orders";
    private static final int PARTITIONS = 6;
    private static final long WAIT_S = 60;
    private static final Map<String, String> QUICK =
            Map.of("group.initial.rebalance.delay.ms", "0", "offsets.topic.num.partitions", "3");

    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(classes = {RangeAssignor.class, CooperativeStickyAssignor.class})
    void membersShareATopicComeAndGoAndNothingIsReadTwiceOrLost(Class<?> assignor) throws Exception {
        EmbeddedBroker broker = EmbeddedBroker.start(directory, QUICK);
        try {
            createTopic(broker);
            List<String> read = new ArrayList<>();
            Map<String, String> settings = Map.of("partition.assignment.strategy", assignor.getName());
            produce(broker, 0, 300);
            try (KafkaConsumer<String, String> first = consumer(broker, settings);
                    KafkaConsumer<String, String> second = consumer(broker, settings)) {
                subscribe(first);
                poll(() -> read.size() == 300, read, first);
                subscribe(second);
                poll(() -> isShared(first, second), read, first, second);
                produce(broker, 300, 600);
                poll(() -> read.size() == 600, read, first, second);
            }
            int port = broker.port();
            broker.close();
            broker = EmbeddedBroker.start(directory, port);
            produce(broker, 600, 900);
            Map<String, String> noReset = new HashMap<>(settings);
            noReset.put("auto.offset.reset", "none");
            try (KafkaConsumer<String, String> third = consumer(broker, noReset)) {
                subscribe(third);
                poll(() -> read.size() == 900, read, third);
            }
            assertThat(read).doesNotHaveDuplicates().hasSize(900);
        } finally {
            broker.close();
        }
    }

    @Test
    void aStaticMemberComesBackWithoutARebalance() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start(directory, QUICK)) {
            createTopic(broker);
            List<String> read = new ArrayList<>();
            KafkaConsumer<String, String> leaver = consumer(broker, Map.of("group.instance.id", "one"));
            try (KafkaConsumer<String, String> stayer = consumer(broker, Map.of("group.instance.id", "two"))) {
                subscribe(leaver);
                subscribe(stayer);
                poll(() -> isShared(leaver, stayer), read, leaver, stayer);
                Set<TopicPartition> share = leaver.assignment();
                int generation = leaver.groupMetadata().generationId();
                leaver.close();
                try (KafkaConsumer<String, String> back = consumer(broker, Map.of("group.instance.id", "one"))) {
                    subscribe(back);
                    poll(() -> back.assignment().equals(share), read, back, stayer);

                    assertThat(back.groupMetadata().generationId()).isEqualTo(generation);
                    assertThat(stayer.groupMetadata().generationId()).isEqualTo(generation);
                }
            }
        }
    }

    @Test
    void operatorsSeeAndDeleteGroupsAndOffsets() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start(directory, QUICK);
                Admin admin = Admin.create(Map.of("bootstrap.servers", broker.address()))) {
            createTopic(broker);
            produce(broker, 0, 60);
            List<String> read = new ArrayList<>();
            try (KafkaConsumer<String, String> consumer = consumer(broker, Map.of())) {
                subscribe(consumer);
                poll(() -> read.size() == 60, read, consumer);

                ConsumerGroupDescription group = admin.describeConsumerGroups(List.of("billing"))
                        .all()
                        .get(WAIT_S, TimeUnit.SECONDS)
                        .get("billing");
                assertThat(group.groupState()).isEqualTo(GroupState.STABLE);
                assertThat(group.partitionAssignor()).isEqualTo("range");
                assertThat(group.members()).hasSize(1);
                assertThat(group.members().iterator().next().assignment().topicPartitions())
                        .hasSize(PARTITIONS);
                assertThatThrownBy(() -> admin.deleteConsumerGroups(List.of("billing"))
                                .all()
                                .get(WAIT_S, TimeUnit.SECONDS))
                        .hasCauseInstanceOf(GroupNotEmptyException.class);
                assertThatThrownBy(
                                () -> admin.deleteConsumerGroupOffsets("billing", Set.of(new TopicPartition(TOPIC, 0)))
                                        .all()
                                        .get(WAIT_S, TimeUnit.SECONDS))
                        .hasCauseInstanceOf(GroupSubscribedToTopicException.class);
            }
            Map<TopicPartition, OffsetAndMetadata> offsets = offsets(admin);
            assertThat(offsets).hasSize(PARTITIONS);
            admin.alterConsumerGroupOffsets("billing", Map.of(new TopicPartition(TOPIC, 1), new OffsetAndMetadata(3)))
                    .all()
                    .get(WAIT_S, TimeUnit.SECONDS);
            admin.deleteConsumerGroupOffsets("billing", Set.of(new TopicPartition(TOPIC, 0)))
                    .all()
                    .get(WAIT_S, TimeUnit.SECONDS);
            assertThat(offsets(admin)).hasSize(PARTITIONS - 1);
            assertThat(offsets(admin).get(new TopicPartition(TOPIC, 1)).offset())
                    .isEqualTo(3);
            assertThat(admin.listGroups(ListGroupsOptions.forConsumerGroups().inGroupStates(Set.of(GroupState.EMPTY)))
                            .all()
                            .get(WAIT_S, TimeUnit.SECONDS))
                    .extracting(GroupListing::groupId)
                    .containsExactly("billing");
            admin.deleteConsumerGroups(List.of("billing")).all().get(WAIT_S, TimeUnit.SECONDS);
            assertThat(admin.listGroups().all().get(WAIT_S, TimeUnit.SECONDS)).isEmpty();
        }
    }

    private static Map<TopicPartition, OffsetAndMetadata> offsets(Admin admin) throws Exception {
        return admin.listConsumerGroupOffsets("billing")
                .partitionsToOffsetAndMetadata()
                .get(WAIT_S, TimeUnit.SECONDS);
    }

    private static boolean isShared(KafkaConsumer<?, ?> first, KafkaConsumer<?, ?> second) {
        Set<TopicPartition> all = new HashSet<>(first.assignment());
        all.addAll(second.assignment());
        return first.assignment().size() == PARTITIONS / 2
                && second.assignment().size() == PARTITIONS / 2
                && all.size() == PARTITIONS;
    }

    @SafeVarargs
    private static void poll(BooleanSupplier until, List<String> read, KafkaConsumer<String, String>... consumers) {
        long deadlineNanos = System.nanoTime() + TimeUnit.SECONDS.toNanos(WAIT_S);
        while (!until.getAsBoolean()) {
            assertThat(System.nanoTime()).as("read %d so far", read.size()).isLessThan(deadlineNanos);
            for (KafkaConsumer<String, String> consumer : consumers) {
                for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofMillis(20))) {
                    read.add(record.value());
                }
                commit(consumer);
            }
        }
    }

    private static void commit(KafkaConsumer<String, String> consumer) {
        try {
            consumer.commitSync();
        } catch (RebalanceInProgressException e) {
            // What is not committed now is committed with the next poll's, or before the partitions go to another
            // member.
        }
    }

    private static void subscribe(KafkaConsumer<String, String> consumer) {
        consumer.subscribe(List.of(TOPIC), new ConsumerRebalanceListener() {
            @Override
            public void onPartitionsRevoked(Collection<TopicPartition> revoked) {
                commit(consumer);
            }

            @Override
            public void onPartitionsAssigned(Collection<TopicPartition> assigned) {
                // Nothing to prepare.
            }
        });
    }

    private static void createTopic(EmbeddedBroker broker) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.address()))) {
            admin.createTopics(List.of(new NewTopic(TOPIC, PARTITIONS, (short) 1)))
                    .all()
                    .get(WAIT_S, TimeUnit.SECONDS);
        }
    }

    private static void produce(EmbeddedBroker broker, int from, int to) {
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.address()), new StringSerializer(), new StringSerializer())) {
            for (int number = from; number < to; number++) {
                producer.send(new ProducerRecord<>(TOPIC, number % PARTITIONS, null, "value " + number));
            }
        }
    }

    private static KafkaConsumer<String, String> consumer(EmbeddedBroker broker, Map<String, String> settings) {
        Map<String, Object> all = new HashMap<>();
        all.put("bootstrap.servers", broker.address());
        all.put("group.id", "billing");
        all.put("group.protocol", "classic");
        all.put("auto.offset.reset", "earliest");
        all.put("enable.auto.commit", "false");
        all.put("heartbeat.interval.ms", "200");
        all.put("partition.assignment.strategy", RangeAssignor.class.getName());
        all.putAll(settings);
        return new KafkaConsumer<>(all, new StringDeserializer(), new StringDeserializer());
    }
}
