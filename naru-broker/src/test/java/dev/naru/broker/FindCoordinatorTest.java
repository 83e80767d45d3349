package dev.naru.broker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.naru.protocol.ErrorCode;
import dev.naru.protocol.message.DescribeConfigsRequest;
import dev.naru.protocol.message.DescribeConfigsResponse;
import dev.naru.protocol.message.FindCoordinatorRequest;
import dev.naru.protocol.message.FindCoordinatorResponse;
import dev.naru.protocol.message.FindCoordinatorResponse.Coordinator;
import dev.naru.protocol.message.MetadataRequest;
import dev.naru.protocol.message.MetadataResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FindCoordinatorTest {
    private static final byte GROUP = 0;
    private static final byte TRANSACTION = 1;
    private static final byte TOPIC_RESOURCE = 2;

    private final SimulatedBroker broker = new SimulatedBroker(
            1, Map.of("offsets.topic.num.partitions", "7", "offsets.topic.segment.bytes", "1048576"));
    private final SimulatedBroker.Client client = broker.connect();

    @AfterEach
    void leavesNoFrameBehind() {
        assertThat(broker.network.unreleasedFrames()).isZero();
    }

    private FindCoordinatorResponse find(int version, FindCoordinatorRequest request) {
        return client.call(request, version, FindCoordinatorResponse.class);
    }

    private MetadataResponse.MetadataResponseTopic describe(String topic) {
        MetadataRequest request = new MetadataRequest()
                .topics(List.of(new MetadataRequest.MetadataRequestTopic().name(topic)))
                .allowAutoTopicCreation(false);
        return client.call(request, 12, MetadataResponse.class).topics().get(0);
    }

    @Test
    void namesThisBrokerInEveryVersion() {
        for (int version = 0; version <= 3; version++) {
            FindCoordinatorResponse response = find(version, new FindCoordinatorRequest().key("g"));
            assertThat(response.errorCode()).as("version %d", version).isZero();
            assertThat(response.nodeId()).isZero();
            assertThat(response.port()).isPositive();
        }
        for (int version = 4; version <= 6; version++) {
            FindCoordinatorResponse response =
                    find(version, new FindCoordinatorRequest().coordinatorKeys(List.of("a", "b")));
            assertThat(response.coordinators()).extracting(Coordinator::key).containsExactly("a", "b");
            assertThat(response.coordinators()).allSatisfy(coordinator -> {
                assertThat(coordinator.errorCode()).isZero();
                assertThat(coordinator.port()).isPositive();
            });
        }
    }

    @Test
    void makesTheTopicOfGroupsWhenItIsFirstAskedFor() {
        assertThat(describe("__consumer_offsets").errorCode()).isEqualTo(ErrorCode.UNKNOWN_TOPIC_OR_PARTITION.code());

        find(2, new FindCoordinatorRequest().keyType(GROUP).key("g"));

        MetadataResponse.MetadataResponseTopic made = describe("__consumer_offsets");
        assertThat(made.partitions()).hasSize(7);
        assertThat(made.isInternal()).isTrue();
        assertThat(describe("__transaction_state").partitions()).isEmpty();
    }

    @Test
    void makesTheTopicOfTransactionsSoThatOneReplicaIsEnoughForIt() {
        find(2, new FindCoordinatorRequest().keyType(TRANSACTION).key("tx"));

        assertThat(describe("__transaction_state").partitions()).hasSize(50);
        DescribeConfigsRequest question = new DescribeConfigsRequest()
                .resources(List.of(new DescribeConfigsRequest.DescribeConfigsResource()
                        .resourceType(TOPIC_RESOURCE)
                        .resourceName("__transaction_state")
                        .configurationKeys(List.of("min.insync.replicas", "cleanup.policy"))));
        DescribeConfigsResponse settings = client.call(question, 4, DescribeConfigsResponse.class);
        assertThat(settings.results().get(0).configs())
                .extracting(DescribeConfigsResponse.DescribeConfigsResourceResult::value)
                .containsExactlyInAnyOrder("1", "compact");
    }

    @Test
    void refusesKindsOfCoordinatorsThatAreNotServed() {
        FindCoordinatorResponse response =
                find(6, new FindCoordinatorRequest().keyType((byte) 2).coordinatorKeys(List.of("share")));

        Coordinator only = response.coordinators().get(0);
        assertThat(only.errorCode()).isEqualTo(ErrorCode.INVALID_REQUEST.code());
        assertThat(only.nodeId()).isEqualTo(-1);
    }
}
