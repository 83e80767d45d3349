package dev.naru.tests.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.clients.admin.ListGroupsOptions;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.SubscriptionPattern;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.GroupState;
import org.apache.kafka.common.GroupType;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Groups of the consumer protocol (KIP-848), with the Java client. */
class ConsumerGroupTest {
    private static final long WAIT_S = 60;
    private static final Map<String, String> QUICK = Map.of(
            "offsets.topic.num.partitions", "3",
            "group.initial.rebalance.delay.ms", "0",
            "group.consumer.heartbeat.interval.ms", "300",
            "group.consumer.min.heartbeat.interval.ms", "100",
            "group.consumer.session.timeout.ms", "3000",
            "group.consumer.min.session.timeout.ms", "1000",
            "group.consumer.assignment.interval.ms", "100");

    @TempDir
    Path directory;

    private EmbeddedBroker broker;
    private Admin admin;

    @BeforeEach
    void start() throws Exception {
        broker = EmbeddedBroker.start(directory, QUICK);
        admin = Admin.create(Map.of("bootstrap.servers", broker.address()));
    }

    @AfterEach
    void stop() {
        admin.close();
        broker.close();
    }

    @Test
    void membersComeLeaveAndCrashAndNothingIsReadTwiceOrLost() throws Exception {
        createTopic("orders", 6);
        produce("orders", 6, 0, 300);
        try (GroupReaders readers = new GroupReaders(broker.address())) {
            GroupReader first = readers.join(Map.of(), "orders");
            readers.pollUntil(() -> readers.readCount() == 300);
            GroupReader second = readers.join(Map.of(), "orders");
            GroupReader third = readers.join(Map.of("group.remote.assignor", "range"), "orders");
            readers.pollUntil(() -> isShared(6, first, second, third));
            produce("orders", 6, 300, 600);
            readers.pollUntil(() -> readers.readCount() == 600);
            readers.leave(second);
            readers.pollUntil(() -> isShared(6, first, third));
            readers.crash(third);
            produce("orders", 6, 600, 900);
            readers.pollUntil(
                    () -> readers.readCount() == 900 && first.partitions().size() == 6);
            assertThat(readers.values()).doesNotHaveDuplicates();
        }
    }

    @Test
    void newPartitionsAreReadAtOnce() throws Exception {
        createTopic("orders", 2);
        try (GroupReaders readers = new GroupReaders(broker.address())) {
            GroupReader first = readers.join(Map.of(), "orders");
            GroupReader second = readers.join(Map.of(), "orders");
            readers.pollUntil(() -> isShared(2, first, second));
            admin.createPartitions(Map.of("orders", NewPartitions.increaseTo(6)))
                    .all()
                    .get(WAIT_S, TimeUnit.SECONDS);
            readers.pollUntil(() -> isShared(6, first, second));
        }
    }

    @Test
    void aRegularExpressionFollowsTopicsThatCome() throws Exception {
        createTopic("orders-eu", 2);
        createTopic("payments", 2);
        try (GroupReaders readers = new GroupReaders(broker.address())) {
            GroupReader reader = readers.join(Map.of(), new SubscriptionPattern("orders-[a-z]+"));
            readers.pollUntil(() -> reader.topics().equals(Set.of("orders-eu")));
            createTopic("orders-us", 3);
            readers.pollUntil(() -> reader.topics().equals(Set.of("orders-eu", "orders-us")));
        }
    }

    @Test
    void aStaticMemberComesBackToItsPartitions() throws Exception {
        createTopic("orders", 4);
        try (GroupReaders readers = new GroupReaders(broker.address())) {
            GroupReader stays = readers.join(Map.of("group.instance.id", "one"), "orders");
            GroupReader leaves = readers.join(Map.of("group.instance.id", "two"), "orders");
            readers.pollUntil(() -> isShared(4, stays, leaves));
            Set<TopicPartition> before = leaves.partitions();
            int epoch = describe().groupEpoch().orElseThrow();
            readers.leave(leaves);
            GroupReader back = readers.join(Map.of("group.instance.id", "two"), "orders");
            readers.pollUntil(() -> back.partitions().equals(before));

            assertThat(describe().groupEpoch()).hasValue(epoch);
        }
    }

    @Test
    void aGroupMovesFromTheClassicProtocolAndBackWhileItReads() throws Exception {
        createTopic("orders", 6);
        produce("orders", 6, 0, 300);
        Map<String, String> classic = Map.of(
                "group.protocol", "classic",
                "heartbeat.interval.ms", "200",
                "partition.assignment.strategy", "org.apache.kafka.clients.consumer.CooperativeStickyAssignor");
        try (GroupReaders readers = new GroupReaders(broker.address())) {
            GroupReader first = readers.join(classic, "orders");
            GroupReader second = readers.join(classic, "orders");
            readers.pollUntil(() -> isShared(6, first, second) && readers.readCount() == 300);
            GroupReader modern = readers.join(Map.of(), "orders");
            readers.pollUntil(() -> isShared(6, first, second, modern));
            assertThat(describe().type()).isEqualTo(GroupType.CONSUMER);
            produce("orders", 6, 300, 600);
            readers.pollUntil(() -> readers.readCount() == 600);
            readers.leave(modern);
            readers.pollUntil(() -> isShared(6, first, second));
            assertThat(describe().type()).isEqualTo(GroupType.CLASSIC);
            produce("orders", 6, 600, 900);
            readers.pollUntil(() -> readers.readCount() == 900);
            assertThat(readers.values()).doesNotHaveDuplicates();
        }
    }

    @Test
    void operatorsSeeTheGroupAndItSurvivesARestart() throws Exception {
        createTopic("orders", 4);
        try (GroupReaders readers = new GroupReaders(broker.address())) {
            GroupReader first = readers.join(Map.of("client.rack", "east"), "orders");
            GroupReader second = readers.join(Map.of(), "orders");
            readers.pollUntil(() -> isShared(4, first, second));
            ConsumerGroupDescription group = describe();
            assertThat(group.groupState()).isEqualTo(GroupState.STABLE);
            assertThat(group.partitionAssignor()).isEqualTo("uniform");
            assertThat(group.members())
                    .hasSize(2)
                    .allSatisfy(member -> assertThat(member.upgraded()).hasValue(true));
            assertThat(admin.listGroups(ListGroupsOptions.forConsumerGroups().withTypes(Set.of(GroupType.CONSUMER)))
                            .all()
                            .get(WAIT_S, TimeUnit.SECONDS))
                    .extracting(GroupListing::groupId)
                    .containsExactly("billing");

            int port = broker.port();
            broker.close();
            broker = EmbeddedBroker.start(directory, port, QUICK);
            produce("orders", 4, 0, 40);
            readers.pollUntil(() -> readers.readCount() == 40);
            assertThat(describe().members()).hasSize(2);
        }
    }

    private ConsumerGroupDescription describe() throws Exception {
        return admin.describeConsumerGroups(List.of("billing"))
                .all()
                .get(WAIT_S, TimeUnit.SECONDS)
                .get("billing");
    }

    /** True if these members read all the partitions together, none has many more than another, and none is read twice. */
    private static boolean isShared(int partitionCount, GroupReader... readers) {
        Set<TopicPartition> all = new HashSet<>();
        for (GroupReader reader : readers) {
            Collection<TopicPartition> partitions = reader.partitions();
            all.addAll(partitions);
            if (partitions.size() != partitionCount / readers.length) {
                return false;
            }
        }
        return all.size() == partitionCount;
    }

    private void createTopic(String name, int partitionCount) throws Exception {
        admin.createTopics(List.of(new NewTopic(name, partitionCount, (short) 1)))
                .all()
                .get(WAIT_S, TimeUnit.SECONDS);
    }

    private void produce(String topic, int partitionCount, int from, int to) {
        Map<String, Object> settings = new HashMap<>();
        settings.put("bootstrap.servers", broker.address());
        try (KafkaProducer<String, String> producer =
                new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
            for (int number = from; number < to; number++) {
                producer.send(new ProducerRecord<>(topic, number % partitionCount, null, "value " + number));
            }
        }
    }
}
