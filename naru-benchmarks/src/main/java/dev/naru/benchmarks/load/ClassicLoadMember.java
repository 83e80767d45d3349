package dev.naru.benchmarks.load;

import dev.naru.common.net.Connector;
import dev.naru.common.runtime.EventLoop;
import dev.naru.protocol.ErrorCode;
import dev.naru.protocol.message.HeartbeatRequest;
import dev.naru.protocol.message.HeartbeatResponse;
import dev.naru.protocol.message.JoinGroupRequest;
import dev.naru.protocol.message.JoinGroupResponse;
import dev.naru.protocol.message.SyncGroupRequest;
import dev.naru.protocol.message.SyncGroupResponse;
import java.util.List;

/**
 * A member of a classic group with the Java client's times: a session of 45 s, a heartbeat every 3 s.
 *
 * <p>Threading: confined to the loop.
 */
final class ClassicLoadMember {
    private static final int SESSION_TIMEOUT_MS = 45_000;
    private static final int REBALANCE_TIMEOUT_MS = 300_000;
    private static final int BEAT_MS = 3_000;
    private static final byte[] METADATA = new byte[] {0, 0, 0, 0, 0, 1, 0, 1, 't', -1, -1, -1, -1};

    private final String group;
    private final Beats beats;
    private final MemberConnection connection;
    private String memberId = "";
    private int generation;
    private boolean wasStable;

    ClassicLoadMember(String group, EventLoop loop, Connector connector, int port, Beats beats) {
        this.group = group;
        this.beats = beats;
        this.connection = new MemberConnection(loop, connector, port, this::join);
    }

    private void join() {
        JoinGroupRequest request = new JoinGroupRequest()
                .groupId(group)
                .sessionTimeoutMs(SESSION_TIMEOUT_MS)
                .rebalanceTimeoutMs(REBALANCE_TIMEOUT_MS)
                .memberId(memberId)
                .protocolType("consumer")
                .protocols(List.of(new JoinGroupRequest.JoinGroupRequestProtocol()
                        .name("range")
                        .metadata(METADATA)));
        connection.call(request, 9, JoinGroupResponse.class, response -> {
            ErrorCode error = ErrorCode.of(response.errorCode());
            memberId = response.memberId();
            switch (error) {
                case NONE -> sync(response);
                case MEMBER_ID_REQUIRED, REBALANCE_IN_PROGRESS -> join();
                case COORDINATOR_LOAD_IN_PROGRESS, COORDINATOR_NOT_AVAILABLE, NOT_COORDINATOR ->
                    connection.after(200, this::join);
                default -> throw new IllegalStateException("JoinGroup was answered with " + error);
            }
        });
    }

    private void sync(JoinGroupResponse joined) {
        generation = joined.generationId();
        SyncGroupRequest request = new SyncGroupRequest()
                .groupId(group)
                .generationId(generation)
                .memberId(memberId)
                .protocolType("consumer")
                .protocolName("range")
                .assignments(joined.members().stream()
                        .map(member -> new SyncGroupRequest.SyncGroupRequestAssignment()
                                .memberId(member.memberId())
                                .assignment(METADATA))
                        .toList());
        connection.call(request, 5, SyncGroupResponse.class, response -> {
            ErrorCode error = ErrorCode.of(response.errorCode());
            switch (error) {
                case NONE -> {
                    if (!wasStable) {
                        wasStable = true;
                        beats.onStable();
                    }
                    connection.after(BEAT_MS, this::beat);
                }
                case REBALANCE_IN_PROGRESS -> join();
                default -> throw new IllegalStateException("SyncGroup was answered with " + error);
            }
        });
    }

    private void beat() {
        HeartbeatRequest request =
                new HeartbeatRequest().groupId(group).generationId(generation).memberId(memberId);
        connection.call(request, 4, HeartbeatResponse.class, response -> {
            ErrorCode error = ErrorCode.of(response.errorCode());
            switch (error) {
                case NONE -> {
                    beats.onBeat();
                    connection.after(BEAT_MS, this::beat);
                }
                case REBALANCE_IN_PROGRESS -> {
                    beats.onRebalance();
                    join();
                }
                default -> throw new IllegalStateException("Heartbeat was answered with " + error);
            }
        });
    }
}
