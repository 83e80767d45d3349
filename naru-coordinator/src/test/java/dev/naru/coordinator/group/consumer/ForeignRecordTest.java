package dev.naru.coordinator.group.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.naru.coordinator.group.ClientInfo;
import dev.naru.coordinator.group.classic.ClassicRecords;
import dev.naru.coordinator.runtime.Decision;
import dev.naru.protocol.group.GroupMetadataValue;
import dev.naru.protocol.message.ConsumerGroupHeartbeatRequest;
import dev.naru.protocol.message.ListGroupsResponse.ListedGroup;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A record of a classic group under the name of a consumer group. */
class ForeignRecordTest {
    private static final String GROUP = "g";

    private final GroupBench bench = new GroupBench(0);

    @Test
    void aClassicRecordDoesNotReplaceAConsumerGroupThatHasNotEnded() {
        bench.topic("orders", 2);
        bench.decide(state -> state.consumer()
                .heartbeat(
                        new ClientInfo("client", "/127.0.0.1", (short) 1),
                        new ConsumerGroupHeartbeatRequest()
                                .groupId(GROUP)
                                .memberId("a")
                                .memberEpoch(0)
                                .rebalanceTimeoutMs(30_000)
                                .subscribedTopicNames(List.of("orders"))
                                .topicPartitions(List.of())));
        String before = bench.state().dump();

        bench.send(state -> Decision.write(List.of(ClassicRecords.generation(
                GROUP,
                new GroupMetadataValue()
                        .protocolType("consumer")
                        .generation(4)
                        .protocol(null)
                        .leader(null)))));
        bench.loop.advanceMs(0);

        assertThat(types()).containsExactly("consumer");
        assertThat(bench.state().dump()).isEqualTo(before);
        bench.reload();
        assertThat(types()).containsExactly("consumer");
        assertThat(bench.state().dump()).isEqualTo(before);
    }

    private List<String> types() {
        return bench.decide(state -> state.administration().list(List.of(), List.of())).stream()
                .map(ListedGroup::groupType)
                .toList();
    }
}
