package dev.naru.broker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.naru.protocol.ErrorCode;
import dev.naru.protocol.message.DeleteGroupsRequest;
import dev.naru.protocol.message.DeleteGroupsResponse;
import dev.naru.protocol.message.DescribeGroupsRequest;
import dev.naru.protocol.message.DescribeGroupsResponse;
import dev.naru.protocol.message.DescribeGroupsResponse.DescribedGroup;
import dev.naru.protocol.message.FindCoordinatorRequest;
import dev.naru.protocol.message.FindCoordinatorResponse;
import dev.naru.protocol.message.HeartbeatRequest;
import dev.naru.protocol.message.HeartbeatResponse;
import dev.naru.protocol.message.JoinGroupRequest;
import dev.naru.protocol.message.JoinGroupRequest.JoinGroupRequestProtocol;
import dev.naru.protocol.message.JoinGroupResponse;
import dev.naru.protocol.message.LeaveGroupRequest;
import dev.naru.protocol.message.LeaveGroupRequest.MemberIdentity;
import dev.naru.protocol.message.LeaveGroupResponse;
import dev.naru.protocol.message.ListGroupsRequest;
import dev.naru.protocol.message.ListGroupsResponse;
import dev.naru.protocol.message.ListGroupsResponse.ListedGroup;
import dev.naru.protocol.message.SyncGroupRequest;
import dev.naru.protocol.message.SyncGroupRequest.SyncGroupRequestAssignment;
import dev.naru.protocol.message.SyncGroupResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What members and operators of classic groups are answered, in every version they may ask in. */
class GroupApisTest {
    private static final byte[] SHARE = {1, 2, 3};

    private final SimulatedBroker broker = new SimulatedBroker(
            1, Map.of("offsets.topic.num.partitions", "3", "group.initial.rebalance.delay.ms", "0"));
    private final SimulatedBroker.Client client = broker.connect();

    @BeforeEach
    void findTheCoordinator() {
        client.call(new FindCoordinatorRequest().key("g"), 2, FindCoordinatorResponse.class);
        broker.simulation.runFor(1_000);
    }

    @AfterEach
    void leavesNoFrameBehind() {
        assertThat(broker.network.unreleasedFrames()).isZero();
    }

    private static JoinGroupRequest join(String group, String memberId) {
        return new JoinGroupRequest()
                .groupId(group)
                .memberId(memberId)
                .sessionTimeoutMs(10_000)
                .rebalanceTimeoutMs(20_000)
                .protocolType("connect")
                .protocols(List.of(new JoinGroupRequestProtocol().name("eager").metadata(new byte[] {7})));
    }

    private JoinGroupResponse joined(String group, int version) {
        JoinGroupResponse first = client.call(join(group, ""), version, JoinGroupResponse.class);
        if (version < 4) {
            return first;
        }
        assertThat(ErrorCode.of(first.errorCode())).isEqualTo(ErrorCode.MEMBER_ID_REQUIRED);
        return client.call(join(group, first.memberId()), version, JoinGroupResponse.class);
    }

    private JoinGroupResponse stable(String group) {
        JoinGroupResponse member = joined(group, 5);
        client.call(sync(group, member), 3, SyncGroupResponse.class);
        return member;
    }

    private static SyncGroupRequest sync(String group, JoinGroupResponse member) {
        return new SyncGroupRequest()
                .groupId(group)
                .memberId(member.memberId())
                .generationId(member.generationId())
                .assignments(List.of(new SyncGroupRequestAssignment()
                        .memberId(member.memberId())
                        .assignment(SHARE)));
    }

    @Test
    void aNameAsLongAsAStringCanBeDoesNotMakeTheMemberIdTooLong() {
        JoinGroupRequest join = join("g", "").groupInstanceId("i".repeat(Short.MAX_VALUE));
        JoinGroupResponse member = client.call(join, 5, JoinGroupResponse.class);

        assertThat(ErrorCode.of(member.errorCode())).isEqualTo(ErrorCode.NONE);
        assertThat(member.memberId()).hasSizeLessThan(300);
        assertThat(ErrorCode.of(client.call(sync("g", member), 3, SyncGroupResponse.class)
                        .errorCode()))
                .isEqualTo(ErrorCode.NONE);
    }

    @Test
    void letsMembersJoinInEveryVersion() {
        for (int version = 0; version <= 9; version++) {
            JoinGroupResponse member = joined("g" + version, version);
            assertThat(ErrorCode.of(member.errorCode()))
                    .as("version %d", version)
                    .isEqualTo(ErrorCode.NONE);
            assertThat(member.leader()).isEqualTo(member.memberId()).startsWith("test-");
            assertThat(member.generationId()).isEqualTo(1);
            assertThat(member.protocolName()).isEqualTo("eager");
            assertThat(member.members()).hasSize(1);
            assertThat(member.members().get(0).metadata()).containsExactly(7);
        }
    }

    @Test
    void refusesToLetThemJoinInEveryVersion() {
        for (int version = 0; version <= 9; version++) {
            JoinGroupResponse refused =
                    client.call(join("g", "").sessionTimeoutMs(1), version, JoinGroupResponse.class);
            assertThat(ErrorCode.of(refused.errorCode())).isEqualTo(ErrorCode.INVALID_SESSION_TIMEOUT);
            JoinGroupResponse nameless = client.call(join("", ""), version, JoinGroupResponse.class);
            assertThat(ErrorCode.of(nameless.errorCode())).isEqualTo(ErrorCode.INVALID_GROUP_ID);
        }
    }

    @Test
    void sharesOutInEveryVersion() {
        for (int version = 0; version <= 5; version++) {
            String group = "g" + version;
            JoinGroupResponse member = joined(group, 5);
            SyncGroupRequest request = sync(group, member);
            if (version == 5) {
                request.protocolType("connect").protocolName("eager");
            }
            SyncGroupResponse share = client.call(request, version, SyncGroupResponse.class);
            assertThat(ErrorCode.of(share.errorCode())).isEqualTo(ErrorCode.NONE);
            assertThat(share.assignment()).isEqualTo(SHARE);
            request.generationId(5);
            SyncGroupResponse refused = client.call(request, version, SyncGroupResponse.class);
            assertThat(ErrorCode.of(refused.errorCode())).isEqualTo(ErrorCode.ILLEGAL_GENERATION);
        }
    }

    @Test
    void beatsAndLeavesInEveryVersion() {
        for (int version = 0; version <= 5; version++) {
            String group = "g" + version;
            JoinGroupResponse member = stable(group);
            HeartbeatRequest beat = new HeartbeatRequest()
                    .groupId(group)
                    .memberId(member.memberId())
                    .generationId(member.generationId());
            HeartbeatResponse beaten = client.call(beat, Math.min(version, 4), HeartbeatResponse.class);
            assertThat(ErrorCode.of(beaten.errorCode())).isEqualTo(ErrorCode.NONE);
            assertThat(leave(group, member, version)).isEqualTo(ErrorCode.NONE);
            assertThat(leave(group, member, version)).isEqualTo(ErrorCode.UNKNOWN_MEMBER_ID);
            HeartbeatResponse late = client.call(beat, Math.min(version, 4), HeartbeatResponse.class);
            assertThat(ErrorCode.of(late.errorCode())).isEqualTo(ErrorCode.UNKNOWN_MEMBER_ID);
        }
    }

    private ErrorCode leave(String group, JoinGroupResponse member, int version) {
        LeaveGroupRequest request = new LeaveGroupRequest().groupId(group);
        if (version < 3) {
            request.memberId(member.memberId());
        } else {
            request.members(List.of(new MemberIdentity().memberId(member.memberId())));
        }
        LeaveGroupResponse response = client.call(request, version, LeaveGroupResponse.class);
        return ErrorCode.of(
                version < 3 ? response.errorCode() : response.members().get(0).errorCode());
    }

    @Test
    void showsAndDeletesGroupsInEveryVersion() {
        JoinGroupResponse member = stable("g");
        for (int version = 0; version <= 6; version++) {
            DescribeGroupsResponse described = client.call(
                    new DescribeGroupsRequest().groups(List.of("g", "none")), version, DescribeGroupsResponse.class);
            DescribedGroup group = described.groups().get(0);
            assertThat(group.groupState()).isEqualTo("Stable");
            assertThat(group.protocolType()).isEqualTo("connect");
            assertThat(group.protocolData()).isEqualTo("eager");
            assertThat(group.members().get(0).clientId()).isEqualTo("test");
            assertThat(group.members().get(0).clientHost()).startsWith("/");
            assertThat(group.members().get(0).memberAssignment()).isEqualTo(SHARE);
            DescribedGroup missing = described.groups().get(1);
            assertThat(missing.groupState()).isEqualTo("Dead");
            assertThat(ErrorCode.of(missing.errorCode()))
                    .isEqualTo(version < 6 ? ErrorCode.NONE : ErrorCode.GROUP_ID_NOT_FOUND);
        }
        for (int version = 0; version <= 5; version++) {
            ListGroupsResponse listed = client.call(new ListGroupsRequest(), version, ListGroupsResponse.class);
            assertThat(listed.groups()).extracting(ListedGroup::groupId).containsExactly("g");
        }
        assertThat(delete("g", 3)).isEqualTo(ErrorCode.NON_EMPTY_GROUP);
        leave("g", member, 5);
        assertThat(delete("g", 3)).isEqualTo(ErrorCode.NONE);
        for (int version = 0; version <= 3; version++) {
            assertThat(delete("g", version)).isEqualTo(ErrorCode.GROUP_ID_NOT_FOUND);
        }
    }

    private ErrorCode delete(String group, int version) {
        DeleteGroupsResponse response =
                client.call(new DeleteGroupsRequest().groupsNames(List.of(group)), version, DeleteGroupsResponse.class);
        return ErrorCode.of(response.results().get(0).errorCode());
    }

    @Test
    void sendsMembersElsewhereWhereThereAreNoGroups() {
        SimulatedBroker other = new SimulatedBroker(2, Map.of());
        JoinGroupResponse response = other.connect().call(join("g", ""), 9, JoinGroupResponse.class);

        assertThat(ErrorCode.of(response.errorCode())).isEqualTo(ErrorCode.NOT_COORDINATOR);
    }

    @Test
    void answersAWaitingMemberWhenTheBrokerStops() {
        JoinGroupResponse member = stable("g");
        SimulatedBroker.Client second = broker.connect();
        JoinGroupResponse id = second.call(join("g", ""), 9, JoinGroupResponse.class);
        second.send(join("g", id.memberId()), 9);
        broker.simulation.runFor(100);
        assertThat(second.responses()).hasSize(1);
        broker.stop();
        broker.simulation.runFor(1_000);

        assertThat(member.generationId()).isEqualTo(1);
        JoinGroupResponse answer = (JoinGroupResponse) second.responses().get(1);
        assertThat(ErrorCode.of(answer.errorCode())).isEqualTo(ErrorCode.NOT_COORDINATOR);
    }
}
