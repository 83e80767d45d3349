package dev.naru.tests.simulation.coordination;

import dev.naru.protocol.ErrorCode;
import dev.naru.protocol.message.HeartbeatRequest;
import dev.naru.protocol.message.HeartbeatResponse;
import dev.naru.protocol.message.JoinGroupRequest;
import dev.naru.protocol.message.JoinGroupResponse;
import dev.naru.protocol.message.LeaveGroupRequest;
import dev.naru.protocol.message.LeaveGroupResponse;
import dev.naru.protocol.message.SyncGroupRequest;
import dev.naru.protocol.message.SyncGroupResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A member as clients have been since 2015: joins, syncs, beats, and gives everything back before each rebalance. Its leader hands
 * partitions out in turn.
 *
 * <p>Threading: the simulation's thread.
 */
final class ClassicMember implements Member {
    static final int SESSION_TIMEOUT_MS = 1_500;
    private static final int REBALANCE_TIMEOUT_MS = 2_000;
    private static final int AWAY_MS_MAX = 2 * SESSION_TIMEOUT_MS;

    private final String name;
    private final GroupWorld.Group group;
    private final Caller caller;
    private final MemberPositions positions;
    private String memberId = "";
    private int generation = -1;

    ClassicMember(String name, GroupWorld.Group group, Caller caller) {
        this.name = name;
        this.group = group;
        this.caller = caller;
        this.positions = new MemberPositions(group.name(), group.topic(), caller, group.ledger());
    }

    @Override
    public void go() {
        positions.beginLife(name);
        memberId = "";
        caller.findCoordinator(0, group.name(), this::join);
    }

    @Override
    public void crash() {
        Runnable lastWill = positions.lastWill();
        caller.crash();
        caller.after(caller.gen().intIn(0, AWAY_MS_MAX), lastWill);
        caller.after(caller.gen().intIn(0, AWAY_MS_MAX), this::go);
    }

    @Override
    public void leave() {
        caller.crash();
        positions.own(Set.of());
        LeaveGroupRequest request = new LeaveGroupRequest()
                .groupId(group.name())
                .members(List.of(new LeaveGroupRequest.MemberIdentity().memberId(memberId)));
        Runnable back = () -> caller.after(caller.gen().intIn(0, AWAY_MS_MAX), this::go);
        caller.callOnce(request, 5, LeaveGroupResponse.class, response -> back.run(), back);
    }

    private void join() {
        positions.own(Set.of());
        JoinGroupRequest request = new JoinGroupRequest()
                .groupId(group.name())
                .sessionTimeoutMs(SESSION_TIMEOUT_MS)
                .rebalanceTimeoutMs(REBALANCE_TIMEOUT_MS)
                .memberId(memberId)
                .protocolType("consumer")
                .protocols(List.of(new JoinGroupRequest.JoinGroupRequestProtocol()
                        .name("range")
                        .metadata(ConsumerProtocol.subscription(group.topic()))));
        caller.callOnce(request, 9, JoinGroupResponse.class, this::onJoined, this::joinSoon);
    }

    private void joinSoon() {
        caller.after(caller.gen().intIn(10, 100), this::join);
    }

    private void onJoined(JoinGroupResponse response) {
        ErrorCode error = ErrorCode.of(response.errorCode());
        switch (MemberAnswers.to(error)) {
            case GO_ON -> {
                memberId = response.memberId();
                generation = response.generationId();
                positions.identify(memberId, generation);
                sync(response);
            }
            case TRY_AGAIN -> joinSoon();
            case REJOIN -> {
                if (error == ErrorCode.MEMBER_ID_REQUIRED) {
                    memberId = response.memberId();
                }
                join();
            }
            case BEGIN_ANEW -> beginAnew();
        }
    }

    private void beginAnew() {
        positions.own(Set.of());
        caller.after(caller.gen().intIn(0, 50), this::go);
    }

    private void sync(JoinGroupResponse joined) {
        List<SyncGroupRequest.SyncGroupRequestAssignment> assignments = new ArrayList<>();
        if (joined.leader().equals(memberId)) {
            assign(joined.members())
                    .forEach((member, partitions) -> assignments.add(new SyncGroupRequest.SyncGroupRequestAssignment()
                            .memberId(member)
                            .assignment(ConsumerProtocol.assignment(group.topic(), partitions))));
        }
        SyncGroupRequest request = new SyncGroupRequest()
                .groupId(group.name())
                .generationId(generation)
                .memberId(memberId)
                .protocolType("consumer")
                .protocolName(joined.protocolName())
                .assignments(assignments);
        caller.callOnce(request, 5, SyncGroupResponse.class, this::onSynced, this::joinSoon);
    }

    private Map<String, Set<Integer>> assign(List<JoinGroupResponse.JoinGroupResponseMember> members) {
        Map<String, Set<Integer>> assigned = new TreeMap<>();
        members.forEach(member -> assigned.put(member.memberId(), new TreeSet<>()));
        List<Set<Integer>> inTurn = List.copyOf(assigned.values());
        for (int partition = 0; partition < group.partitions(); partition++) {
            inTurn.get(partition % inTurn.size()).add(partition);
        }
        return assigned;
    }

    private void onSynced(SyncGroupResponse response) {
        switch (MemberAnswers.to(ErrorCode.of(response.errorCode()))) {
            case GO_ON -> {
                positions.own(ConsumerProtocol.partitions(response.assignment()));
                beat();
            }
            case TRY_AGAIN -> joinSoon();
            case REJOIN -> join();
            case BEGIN_ANEW -> beginAnew();
        }
    }

    private void beat() {
        HeartbeatRequest request = new HeartbeatRequest()
                .groupId(group.name())
                .generationId(generation)
                .memberId(memberId);
        caller.callOnce(
                request,
                4,
                HeartbeatResponse.class,
                response -> react(ErrorCode.of(response.errorCode()), this::work),
                this::work);
    }

    private void work() {
        caller.after(
                caller.gen().intIn(5, 120),
                () -> positions.step(
                        8, error -> react(error, () -> caller.after(caller.gen().intIn(5, 120), this::beat))));
    }

    private void react(ErrorCode error, Runnable onward) {
        switch (MemberAnswers.to(error)) {
            case GO_ON, TRY_AGAIN -> onward.run();
            case REJOIN -> join();
            case BEGIN_ANEW -> beginAnew();
        }
    }
}
