package dev.naru.coordinator.group.shard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.naru.coordinator.group.ClientInfo;
import dev.naru.coordinator.runtime.Decision;
import dev.naru.protocol.ErrorCode;
import dev.naru.protocol.message.JoinGroupRequest;
import dev.naru.protocol.message.JoinGroupRequest.JoinGroupRequestProtocol;
import dev.naru.protocol.message.JoinGroupResponse;
import dev.naru.protocol.message.SyncGroupRequest;
import dev.naru.protocol.message.SyncGroupRequest.SyncGroupRequestAssignment;
import dev.naru.protocol.message.SyncGroupResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class RefusedRepliesTest {
    private static final ClientInfo CLIENT = new ClientInfo("client", "/host", (short) 3);

    private final GroupWorld world = new GroupWorld(1);

    private int owed() {
        List<Integer> counts = new ArrayList<>();
        world.decide(state -> Decision.answer(state.owedCount()), counts::add, refusal -> {});
        world.run();
        return counts.get(0);
    }

    @Test
    void nothingIsOwedToOneThatWasRefused() {
        world.run();
        List<JoinGroupResponse> joined = new ArrayList<>();
        JoinGroupRequest join = new JoinGroupRequest()
                .groupId("g")
                .sessionTimeoutMs(10_000)
                .rebalanceTimeoutMs(20_000)
                .protocolType("connect")
                .protocols(List.of(new JoinGroupRequestProtocol().name("eager").metadata(new byte[1])));
        world.decide(state -> state.join(CLIENT, join, joined::add), Runnable::run, refusal -> {});
        world.run(5_000);
        JoinGroupResponse member = joined.get(0);

        List<SyncGroupResponse> synced = new ArrayList<>();
        List<ErrorCode> refusals = new ArrayList<>();
        Consumer<SyncGroupResponse> target = synced::add;
        SyncGroupRequest sync = new SyncGroupRequest()
                .groupId("g")
                .memberId(member.memberId())
                .generationId(member.generationId())
                .assignments(List.of(new SyncGroupRequestAssignment()
                        .memberId(member.memberId())
                        .assignment(new byte[2 << 20])));
        world.decide(state -> state.sync(CLIENT, sync, target), Runnable::run, refusals::add);
        world.decide(
                state -> {
                    state.onRefused(target);
                    return Decision.nothing();
                },
                Runnable::run,
                refusal -> {});
        world.run();

        assertThat(refusals).containsExactly(ErrorCode.RECORD_LIST_TOO_LARGE);
        assertThat(owed()).isZero();
        world.fail();
        world.run();
        assertThat(synced).as("it was answered by the refusal").isEmpty();
    }
}
