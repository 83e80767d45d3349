package dev.naru.client.group;

import static org.assertj.core.api.Assertions.assertThat;

import dev.naru.client.cluster.Cluster;
import dev.naru.client.cluster.Coordinators;
import dev.naru.client.fake.FakeCluster;
import dev.naru.protocol.ErrorCode;
import dev.naru.protocol.message.ConsumerGroupHeartbeatRequest;
import dev.naru.protocol.message.ConsumerGroupHeartbeatResponse;
import dev.naru.testkit.Gen;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HeartbeatMemberTest {
    private final FakeCluster fake = new FakeCluster(new Gen(1), 1, 1);
    private final FakeGroup group = new FakeGroup();
    private final HeartbeatMember member = member();
    private final List<ConsumerGroupHeartbeatRequest> heartbeats = new ArrayList<>();
    private boolean loading;

    @BeforeEach
    void answerHeartbeats() {
        group.polling(true);
        fake.intercept((request, answer) ->
                request instanceof ConsumerGroupHeartbeatRequest heartbeat ? onHeartbeat(heartbeat) : answer.get());
    }

    @Test
    void takesBackItsPatternUntilAHeartbeatThatSaysSoIsAnswered() {
        onLoop(() -> {
            member.subscribe(Subscription.matching("o.*"));
            member.onPoll();
        });
        fake.simulation().runFor(500);
        loading = true;
        onLoop(() -> member.subscribe(Subscription.to(FakeCluster.TOPIC)));
        fake.simulation().runFor(500);
        heartbeats.clear();
        loading = false;
        fake.simulation().runFor(10_000);

        assertThat(heartbeats.get(0).subscribedTopicNames()).containsExactly(FakeCluster.TOPIC);
        assertThat(heartbeats.get(0).subscribedTopicRegex()).isEmpty();
        assertThat(heartbeats.get(1).subscribedTopicRegex()).isNull();
    }

    private ConsumerGroupHeartbeatResponse onHeartbeat(ConsumerGroupHeartbeatRequest request) {
        heartbeats.add(request);
        return loading
                ? new ConsumerGroupHeartbeatResponse().errorCode(ErrorCode.COORDINATOR_LOAD_IN_PROGRESS.code())
                : new ConsumerGroupHeartbeatResponse()
                        .memberId(request.memberId())
                        .memberEpoch(1)
                        .heartbeatIntervalMs(1_000);
    }

    private HeartbeatMember member() {
        Cluster cluster = new Cluster(fake.config(), fake.runtime(), false);
        Coordinators coordinators = new Coordinators(cluster, Coordinators.Kind.GROUP, cluster.links());
        return new HeartbeatMember(cluster, coordinators, GroupConfig.of("g"), "m", group);
    }

    private void onLoop(Runnable call) {
        fake.runtime().loop().execute(call);
    }
}
