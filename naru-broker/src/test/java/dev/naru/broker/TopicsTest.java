package dev.naru.broker;

import static dev.naru.broker.Messages.batch;
import static dev.naru.broker.Messages.produce;
import static org.assertj.core.api.Assertions.assertThat;

import dev.naru.common.Uuid;
import dev.naru.protocol.ErrorCode;
import dev.naru.protocol.message.CreatePartitionsRequest;
import dev.naru.protocol.message.CreatePartitionsResponse;
import dev.naru.protocol.message.CreateTopicsRequest;
import dev.naru.protocol.message.CreateTopicsRequest.CreatableTopic;
import dev.naru.protocol.message.CreateTopicsResponse;
import dev.naru.protocol.message.CreateTopicsResponse.CreatableTopicResult;
import dev.naru.protocol.message.DeleteTopicsRequest;
import dev.naru.protocol.message.DeleteTopicsRequest.DeleteTopicState;
import dev.naru.protocol.message.DeleteTopicsResponse;
import dev.naru.protocol.message.DescribeClusterRequest;
import dev.naru.protocol.message.DescribeClusterResponse;
import dev.naru.protocol.message.DescribeTopicPartitionsRequest;
import dev.naru.protocol.message.DescribeTopicPartitionsResponse;
import dev.naru.protocol.message.MetadataRequest;
import dev.naru.protocol.message.MetadataRequest.MetadataRequestTopic;
import dev.naru.protocol.message.MetadataResponse;
import dev.naru.protocol.message.MetadataResponse.MetadataResponseTopic;
import dev.naru.protocol.message.ProduceResponse;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Where nothing else is said, the answers here are those of Apache Kafka 4.4.0 to the same requests. */
class TopicsTest {
    private final SimulatedBroker broker = new SimulatedBroker(4, Map.of());
    private final SimulatedBroker.Client client = broker.connect();

    @Test
    void asksForAllTopicsByNullAndInVersion0ByAnEmptyList() {
        broker.createTopic("a", 1, Map.of());
        broker.createTopic("b", 2, Map.of());

        assertThat(metadata(0, List.of()).topics())
                .extracting(MetadataResponseTopic::name)
                .containsExactly("a", "b");
        for (int version = 1; version <= 13; version++) {
            assertThat(metadata(version, null).topics())
                    .as("version %d", version)
                    .hasSize(2);
            assertThat(metadata(version, List.of()).topics())
                    .as("version %d", version)
                    .isEmpty();
        }
    }

    @Test
    void tellsBrokersLeadersAndIds() {
        Uuid id = broker.createTopic("t", 2, Map.of());

        MetadataResponse response = metadata(13, List.of(named("t")));

        assertThat(response.brokers()).hasSize(1).first().satisfies(node -> {
            assertThat(node.host()).isEqualTo("broker");
            assertThat(node.port()).isEqualTo(9092);
        });
        MetadataResponseTopic topic = response.topics().get(0);
        assertThat(topic.topicId()).isEqualTo(id);
        assertThat(topic.topicAuthorizedOperations()).isEqualTo(Integer.MIN_VALUE);
        assertThat(topic.partitions()).hasSize(2).allSatisfy(partition -> {
            assertThat(partition.leaderId()).isZero();
            assertThat(partition.leaderEpoch()).isZero();
            assertThat(partition.isrNodes()).containsExactly(0);
            assertThat(partition.offlineReplicas()).isEmpty();
        });
    }

    @Test
    void findsTopicsByIdFromVersion12On() {
        Uuid id = broker.createTopic("t", 1, Map.of());
        MetadataRequestTopic byId = new MetadataRequestTopic().name(null).topicId(id);
        MetadataRequestTopic byWrongId = new MetadataRequestTopic().name(null).topicId(new Uuid(7, 7));

        assertThat(metadata(12, List.of(byId)).topics().get(0).name()).isEqualTo("t");
        assertThat(metadata(12, List.of(byWrongId)).topics().get(0).errorCode())
                .isEqualTo(ErrorCode.UNKNOWN_TOPIC_ID.code());
        assertThat(metadata(11, List.of(byId)).topics().get(0).errorCode()).isEqualTo(ErrorCode.INVALID_REQUEST.code());
    }

    @Test
    void createsAnUnknownTopicIfTheClientAllowsItAndDescribesItAtOnce() {
        MetadataRequest allowed = new MetadataRequest().topics(List.of(named("new")));
        MetadataRequest forbidden =
                new MetadataRequest().topics(List.of(named("other"))).allowAutoTopicCreation(false);

        MetadataResponse created = client.call(allowed, 4, MetadataResponse.class);
        MetadataResponse refused = client.call(forbidden, 4, MetadataResponse.class);
        MetadataResponse invalid = metadata(3, List.of(named("a b"), named("__consumer_offsets")));

        assertThat(created.topics().get(0).errorCode()).isZero();
        assertThat(created.topics().get(0).partitions()).hasSize(1);
        assertThat(refused.topics().get(0).errorCode()).isEqualTo(ErrorCode.UNKNOWN_TOPIC_OR_PARTITION.code());
        assertThat(invalid.topics())
                .extracting(MetadataResponseTopic::errorCode)
                .containsExactly(ErrorCode.INVALID_TOPIC_EXCEPTION.code(), ErrorCode.UNKNOWN_TOPIC_OR_PARTITION.code());
        // What was described can be used.
        assertCanBeProducedTo("new", 0);
    }

    @Test
    void createsNoTopicByItselfWhereThatIsSwitchedOff() {
        SimulatedBroker strict = new SimulatedBroker(5, Map.of("auto.create.topics.enable", "false"));
        MetadataRequest request = new MetadataRequest().topics(List.of(named("new")));

        MetadataResponse response = strict.connect().call(request, 12, MetadataResponse.class);

        assertThat(response.topics().get(0).errorCode()).isEqualTo(ErrorCode.UNKNOWN_TOPIC_OR_PARTITION.code());
    }

    @Test
    void createsEachTopicOfARequestByItselfAndTellsItsConfiguration() {
        for (int version = 2; version <= 7; version++) {
            String name = "v" + version;
            List<CreatableTopicResult> results =
                    create(version, topic(name, 2), topic("a b", 1), topic(name + "-0", 0));

            assertThat(results)
                    .extracting(CreatableTopicResult::errorCode)
                    .containsExactly(
                            ErrorCode.NONE.code(),
                            ErrorCode.INVALID_TOPIC_EXCEPTION.code(),
                            ErrorCode.INVALID_PARTITIONS.code());
            assertThat(results.get(0).topicId().isZero()).isEqualTo(version < 7);
            assertThat(results.get(0).numPartitions()).isEqualTo(version < 5 ? -1 : 2);
            assertThat(results.get(0).errorMessage()).isNull();
            assertThat(results.get(1).errorMessage()).contains("'a b'");
        }
        assertThat(metadata(1, null).topics()).hasSize(6);
        assertThat(create(7, topic("v2", 1)).get(0).errorCode()).isEqualTo(ErrorCode.TOPIC_ALREADY_EXISTS.code());
    }

    @Test
    void createsNoneOfTheTopicsThatARequestNamesTwice() {
        List<CreatableTopicResult> results = create(7, topic("twice", 1), topic("once", 1), topic("twice", 2));

        assertThat(results)
                .extracting(result -> result.name() + "=" + result.errorCode())
                .containsExactlyInAnyOrder("twice=" + ErrorCode.INVALID_REQUEST.code(), "once=0");
        assertThat(metadata(1, null).topics()).hasSize(1);
    }

    @Test
    void onlyValidatesWhenAskedTo() {
        CreateTopicsRequest request =
                new CreateTopicsRequest().topics(List.of(topic("t", 3))).validateOnly(true);

        CreatableTopicResult result =
                client.call(request, 7, CreateTopicsResponse.class).topics().get(0);

        assertThat(result.errorCode()).isZero();
        assertThat(result.numPartitions()).isEqualTo(3);
        assertThat(metadata(1, null).topics()).isEmpty();
    }

    @Test
    void deletesByNameAndById() {
        Uuid first = broker.createTopic("a", 1, Map.of());
        Uuid second = broker.createTopic("b", 1, Map.of());

        DeleteTopicsResponse byBoth = client.call(
                new DeleteTopicsRequest()
                        .topics(List.of(
                                new DeleteTopicState().name("a"),
                                new DeleteTopicState().topicId(second),
                                new DeleteTopicState().name("nope"),
                                new DeleteTopicState().topicId(new Uuid(7, 7)),
                                new DeleteTopicState())),
                6,
                DeleteTopicsResponse.class);

        assertThat(byBoth.responses())
                .extracting(result -> result.name() + " " + result.errorCode())
                .containsExactly("a 0", "b 0", "nope 3", "null 100", "null 42");
        assertThat(byBoth.responses().get(0).topicId()).isEqualTo(first);
        assertThat(metadata(1, null).topics()).isEmpty();
    }

    @Test
    void deletesNoTopicThatARequestNamesTwice() {
        Uuid id = broker.createTopic("a", 1, Map.of());
        DeleteTopicsRequest byNames = new DeleteTopicsRequest().topicNames(List.of("a", "a"));
        DeleteTopicsRequest byNameAndId = new DeleteTopicsRequest()
                .topics(List.of(new DeleteTopicState().name("a"), new DeleteTopicState().topicId(id)));

        assertThat(client.call(byNames, 1, DeleteTopicsResponse.class).responses())
                .extracting(DeleteTopicsResponse.DeletableTopicResult::errorCode)
                .containsExactly(ErrorCode.INVALID_REQUEST.code());
        assertThat(client.call(byNameAndId, 6, DeleteTopicsResponse.class).responses())
                .extracting(DeleteTopicsResponse.DeletableTopicResult::errorCode)
                .containsExactly(ErrorCode.INVALID_REQUEST.code());
        assertThat(metadata(1, null).topics()).hasSize(1);
    }

    @Test
    void tellsOldClientsInTheirOwnWordsThatDeletionIsSwitchedOff() {
        SimulatedBroker strict = new SimulatedBroker(5, Map.of("delete.topic.enable", "false"));
        strict.createTopic("a", 1, Map.of());
        DeleteTopicsRequest request = new DeleteTopicsRequest().topicNames(List.of("a"));
        SimulatedBroker.Client strictClient = strict.connect();

        assertThat(strictClient.call(request, 2, DeleteTopicsResponse.class).responses())
                .extracting(DeleteTopicsResponse.DeletableTopicResult::errorCode)
                .containsExactly(ErrorCode.INVALID_REQUEST.code());
        assertThat(strictClient.call(request, 3, DeleteTopicsResponse.class).responses())
                .extracting(DeleteTopicsResponse.DeletableTopicResult::errorCode)
                .containsExactly(ErrorCode.TOPIC_DELETION_DISABLED.code());
    }

    @Test
    void addsPartitionsThatCanBeUsedAtOnce() {
        broker.createTopic("a", 1, Map.of());
        CreatePartitionsRequest request = new CreatePartitionsRequest()
                .topics(List.of(
                        new CreatePartitionsRequest.CreatePartitionsTopic()
                                .name("a")
                                .count(3)
                                .assignments(null),
                        new CreatePartitionsRequest.CreatePartitionsTopic()
                                .name("nope")
                                .count(3)
                                .assignments(null)));

        assertThat(client.call(request, 3, CreatePartitionsResponse.class).results())
                .extracting(CreatePartitionsResponse.CreatePartitionsTopicResult::errorCode)
                .containsExactly((short) 0, ErrorCode.UNKNOWN_TOPIC_OR_PARTITION.code());
        assertCanBeProducedTo("a", 2);
    }

    @Test
    void describesTopicsInPortionsThatAddUp() {
        broker.createTopic("b", 3, Map.of());
        broker.createTopic("a", 2, Map.of());
        broker.createTopic("c", 1, Map.of());
        DescribeTopicPartitionsRequest.Cursor cursor = null;
        StringBuilder seen = new StringBuilder();
        for (int portion = 0; portion < 3; portion++) {
            DescribeTopicPartitionsResponse response = client.call(
                    new DescribeTopicPartitionsRequest()
                            .responsePartitionLimit(2)
                            .cursor(cursor),
                    0,
                    DescribeTopicPartitionsResponse.class);
            response.topics()
                    .forEach(topic -> topic.partitions()
                            .forEach(partition -> seen.append(topic.name())
                                    .append(partition.partitionIndex())
                                    .append(' ')));
            DescribeTopicPartitionsResponse.Cursor next = response.nextCursor();
            cursor = next == null
                    ? null
                    : new DescribeTopicPartitionsRequest.Cursor()
                            .topicName(next.topicName())
                            .partitionIndex(next.partitionIndex());
        }

        assertThat(seen.toString()).isEqualTo("a0 a1 b0 b1 b2 c0 ");
        assertThat(cursor).isNull();
    }

    @Test
    void refusesACursorThatPointsNowhere() {
        broker.createTopic("a", 2, Map.of());
        DescribeTopicPartitionsRequest ofAnotherTopic = new DescribeTopicPartitionsRequest()
                .topics(List.of(new DescribeTopicPartitionsRequest.TopicRequest().name("a")))
                .cursor(new DescribeTopicPartitionsRequest.Cursor()
                        .topicName("0")
                        .partitionIndex(1));

        DescribeTopicPartitionsResponse response =
                client.call(ofAnotherTopic, 0, DescribeTopicPartitionsResponse.class);

        assertThat(response.topics())
                .extracting(DescribeTopicPartitionsResponse.DescribeTopicPartitionsResponseTopic::errorCode)
                .containsExactly(ErrorCode.INVALID_REQUEST.code());
    }

    @Test
    void describesTheClusterAndRefusesToSpeakForControllers() {
        DescribeClusterResponse response = client.call(
                new DescribeClusterRequest().includeClusterAuthorizedOperations(true),
                2,
                DescribeClusterResponse.class);
        DescribeClusterResponse refused =
                client.call(new DescribeClusterRequest().endpointType((byte) 2), 1, DescribeClusterResponse.class);

        assertThat(response.brokers()).hasSize(1);
        assertThat(response.clusterId()).hasSize(22);
        assertThat(response.clusterAuthorizedOperations()).isEqualTo(8096);
        assertThat(refused.errorCode()).isEqualTo(ErrorCode.MISMATCHED_ENDPOINT_TYPE.code());
    }

    private MetadataResponse metadata(int version, @Nullable List<MetadataRequestTopic> topics) {
        return client.call(new MetadataRequest().topics(topics), version, MetadataResponse.class);
    }

    private void assertCanBeProducedTo(String topic, int partition) {
        assertThat(client.call(produce(topic, partition, 1, batch("x")), 9, ProduceResponse.class)
                        .responses()
                        .get(0)
                        .partitionResponses()
                        .get(0)
                        .errorCode())
                .isZero();
    }

    private static MetadataRequestTopic named(String name) {
        return new MetadataRequestTopic().name(name);
    }

    private List<CreatableTopicResult> create(int version, CreatableTopic... topics) {
        return client.call(new CreateTopicsRequest().topics(Arrays.asList(topics)), version, CreateTopicsResponse.class)
                .topics();
    }

    private static CreatableTopic topic(String name, int partitions) {
        return new CreatableTopic().name(name).numPartitions(partitions).replicationFactor((short) 1);
    }
}
