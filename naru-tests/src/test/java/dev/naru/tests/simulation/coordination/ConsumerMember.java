package dev.naru.tests.simulation.coordination;

import dev.naru.common.Uuid;
import dev.naru.protocol.ErrorCode;
import dev.naru.protocol.message.ConsumerGroupHeartbeatRequest;
import dev.naru.protocol.message.ConsumerGroupHeartbeatResponse;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A member that speaks the consumer protocol (KIP-848): its heartbeats say what it holds, the answers what it shall hold.
 *
 * <p>Threading: the simulation's thread.
 */
final class ConsumerMember implements Member {
    private static final int REBALANCE_TIMEOUT_MS = 2_000;
    private static final int AWAY_MS_MAX = 3_000;
    private static final int LEAVING = -1;

    private final String name;
    private final GroupWorld.Group group;
    private final Caller caller;
    private final MemberPositions positions;
    private String memberId = "";
    private int epoch;
    private @Nullable Uuid topicId;
    /** The next heartbeat says everything. */
    private boolean full;

    ConsumerMember(String name, GroupWorld.Group group, Caller caller) {
        this.name = name;
        this.group = group;
        this.caller = caller;
        this.positions = new MemberPositions(group.name(), group.topic(), caller, group.ledger());
    }

    @Override
    public void go() {
        memberId = name + "-" + caller.gen().longIn(0, Long.MAX_VALUE - 1);
        join();
    }

    private void join() {
        positions.beginLife(name);
        epoch = 0;
        full = true;
        caller.findCoordinator(0, group.name(), this::beat);
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
        Runnable back = () -> caller.after(caller.gen().intIn(0, AWAY_MS_MAX), this::go);
        ConsumerGroupHeartbeatRequest request = new ConsumerGroupHeartbeatRequest()
                .groupId(group.name())
                .memberId(memberId)
                .memberEpoch(LEAVING);
        caller.callOnce(request, 1, ConsumerGroupHeartbeatResponse.class, response -> back.run(), back);
    }

    private void beat() {
        ConsumerGroupHeartbeatRequest request = new ConsumerGroupHeartbeatRequest()
                .groupId(group.name())
                .memberId(memberId)
                .memberEpoch(epoch);
        if (full) {
            request.rebalanceTimeoutMs(REBALANCE_TIMEOUT_MS)
                    .subscribedTopicNames(List.of(group.topic()))
                    .topicPartitions(held());
        }
        caller.callOnce(request, 1, ConsumerGroupHeartbeatResponse.class, this::onBeat, () -> {
            full = true;
            work();
        });
    }

    private List<ConsumerGroupHeartbeatRequest.TopicPartitions> held() {
        Uuid id = topicId;
        return id == null || positions.owned().isEmpty()
                ? List.of()
                : List.of(new ConsumerGroupHeartbeatRequest.TopicPartitions()
                        .topicId(id)
                        .partitions(List.copyOf(positions.owned())));
    }

    private void onBeat(ConsumerGroupHeartbeatResponse response) {
        switch (MemberAnswers.to(ErrorCode.of(response.errorCode()))) {
            case GO_ON -> {
                epoch = response.memberEpoch();
                positions.identify(memberId, epoch);
                full = reconcile(response.assignment());
                work();
            }
            case TRY_AGAIN, REJOIN -> {
                full = true;
                work();
            }
            case BEGIN_ANEW -> beginAnew();
        }
    }

    /** Gives back and takes as it is told; true if that is to be reported. */
    private boolean reconcile(ConsumerGroupHeartbeatResponse.@Nullable Assignment assignment) {
        if (assignment == null) {
            return false;
        }
        Set<Integer> before = positions.owned();
        Set<Integer> told = new TreeSet<>();
        for (ConsumerGroupHeartbeatResponse.TopicPartitions topic : assignment.topicPartitions()) {
            topicId = topic.topicId();
            told.addAll(topic.partitions());
        }
        positions.own(told);
        return !before.equals(told);
    }

    private void beginAnew() {
        positions.own(Set.of());
        caller.after(caller.gen().intIn(0, 50), this::join);
    }

    private void work() {
        caller.after(
                caller.gen().intIn(5, 100),
                () -> positions.step(9, error -> {
                    if (MemberAnswers.to(error) == MemberAnswers.Reaction.BEGIN_ANEW) {
                        beginAnew();
                    } else {
                        caller.after(caller.gen().intIn(5, 100), this::beat);
                    }
                }));
    }
}
