package dev.naru.client.group;

import static org.assertj.core.api.Assertions.assertThat;

import dev.naru.client.cluster.Cluster;
import dev.naru.client.cluster.Coordinators;
import dev.naru.client.fake.FakeCluster;
import dev.naru.protocol.ApiRequest;
import dev.naru.protocol.ApiResponse;
import dev.naru.protocol.ErrorCode;
import dev.naru.protocol.message.HeartbeatRequest;
import dev.naru.protocol.message.HeartbeatResponse;
import dev.naru.protocol.message.JoinGroupRequest;
import dev.naru.protocol.message.JoinGroupResponse;
import dev.naru.protocol.message.SyncGroupRequest;
import dev.naru.protocol.message.SyncGroupResponse;
import dev.naru.testkit.Gen;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class ClassicMemberTest {
    private static final int HEARTBEAT_INTERVAL_MS = 3_000;

    private final FakeCluster fake = new FakeCluster(new Gen(1), 1, 1);
    private final FakeGroup group = new FakeGroup();
    private int joins;
    private int heartbeats;
    private boolean rebalancing;

    @Test
    void goesOnWithHeartbeatsWhenJoiningAgainFailsWhileNoPollIsWaiting() {
        fake.intercept(this::answer);
        group.polling(true);
        ClassicMember member = cooperative();
        fake.runtime().loop().execute(() -> member.subscribe(Subscription.to(FakeCluster.TOPIC)));
        fake.simulation().runFor(1_000);
        assertThat(group.owned()).containsExactly(FakeCluster.partition(0));

        rebalancing = true;
        fake.simulation().runFor(HEARTBEAT_INTERVAL_MS);
        assertThat(joins).isEqualTo(2);
        rebalancing = false;
        heartbeats = 0;
        fake.simulation().runFor(4 * HEARTBEAT_INTERVAL_MS);

        assertThat(heartbeats).isGreaterThanOrEqualTo(3);
    }

    private ApiResponse answer(ApiRequest request, Supplier<ApiResponse> own) {
        if (request instanceof JoinGroupRequest) {
            joins++;
            if (rebalancing) {
                // The application has got records and is busy with them.
                group.polling(false);
                return new JoinGroupResponse().errorCode(ErrorCode.COORDINATOR_LOAD_IN_PROGRESS.code());
            }
            return new JoinGroupResponse()
                    .memberId("m")
                    .leader("another")
                    .generationId(joins)
                    .protocolName(ClassicAssignor.COOPERATIVE_STICKY.protocolName());
        } else if (request instanceof SyncGroupRequest) {
            return new SyncGroupResponse().assignment(ConsumerProtocol.assignment(Set.of(FakeCluster.partition(0))));
        } else if (request instanceof HeartbeatRequest) {
            heartbeats++;
            return new HeartbeatResponse()
                    .errorCode((rebalancing ? ErrorCode.REBALANCE_IN_PROGRESS : ErrorCode.NONE).code());
        }
        return own.get();
    }

    private ClassicMember cooperative() {
        GroupConfig config = GroupConfig.of("g")
                .with(new GroupConfig.Classic(
                        List.of(ClassicAssignor.COOPERATIVE_STICKY), 45_000, HEARTBEAT_INTERVAL_MS));
        Cluster cluster = new Cluster(fake.config(), fake.runtime(), false);
        Coordinators coordinators = new Coordinators(cluster, Coordinators.Kind.GROUP, cluster.links());
        return new ClassicMember(cluster, new ClassicRequests(cluster, coordinators, config), config, group);
    }
}
