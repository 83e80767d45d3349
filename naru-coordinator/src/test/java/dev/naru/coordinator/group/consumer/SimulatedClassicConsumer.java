package dev.naru.coordinator.group.consumer;

import dev.naru.common.Uuid;
import dev.naru.coordinator.group.ClientInfo;
import dev.naru.coordinator.group.assignor.Assignor;
import dev.naru.coordinator.group.assignor.PartitionSet;
import dev.naru.coordinator.group.assignor.RangeAssignor;
import dev.naru.coordinator.group.classic.Subscriptions;
import dev.naru.metadata.ClusterImage;
import dev.naru.metadata.TopicImage;
import dev.naru.protocol.ErrorCode;
import dev.naru.protocol.MessageParts;
import dev.naru.protocol.message.ConsumerProtocolSubscription;
import dev.naru.protocol.message.HeartbeatRequest;
import dev.naru.protocol.message.JoinGroupRequest;
import dev.naru.protocol.message.JoinGroupRequest.JoinGroupRequestProtocol;
import dev.naru.protocol.message.JoinGroupResponse;
import dev.naru.protocol.message.LeaveGroupRequest;
import dev.naru.protocol.message.LeaveGroupRequest.MemberIdentity;
import dev.naru.protocol.message.SyncGroupRequest;
import dev.naru.protocol.message.SyncGroupRequest.SyncGroupRequestAssignment;
import dev.naru.protocol.message.SyncGroupResponse;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A consumer of the classic protocol with an eager assignor: it gives everything up before it joins again. As a leader it
 * assigns, and joins again when topics change. Threading: confined to the test.
 */
final class SimulatedClassicConsumer implements SimulatedMember {
    private static final ClientInfo CLIENT = new ClientInfo("classic", "/127.0.0.1", (short) 3);

    private final GroupBench bench;
    private final String id;
    private List<String> topics;
    private List<String> joinedWith = List.of();
    private String memberId = "";
    private int generation;
    private boolean isWaiting;
    private boolean isIn;
    private boolean isGone;
    private ClusterImage assignedFor = ClusterImage.EMPTY;
    private boolean isLeader;
    private PartitionSet owned = PartitionSet.EMPTY;

    SimulatedClassicConsumer(GroupBench bench, String id, List<String> topics) {
        this.bench = bench;
        this.id = id;
        this.topics = topics;
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public PartitionSet owned() {
        return owned;
    }

    @Override
    public List<String> topics() {
        return topics;
    }

    @Override
    public void subscribe(List<String> newTopics) {
        topics = newTopics;
        giveUp();
    }

    @Override
    public void leave() {
        LeaveGroupRequest request =
                new LeaveGroupRequest().groupId("g").members(List.of(new MemberIdentity().memberId(memberId)));
        isGone = true;
        giveUp();
        bench.decide(shard -> shard.leave(CLIENT, request, response -> {})).run();
    }

    private void giveUp() {
        owned = PartitionSet.EMPTY;
        isIn = false;
    }

    @Override
    public void beat(boolean mayLoseResponses) {
        if (isWaiting) {
            return;
        }
        if (isIn && isLeader && !assignedFor.topics().equals(bench.image().topics())) {
            giveUp();
        }
        if (isIn) {
            heartbeat();
        }
        if (!isIn) {
            join();
        }
    }

    private void heartbeat() {
        HeartbeatRequest request =
                new HeartbeatRequest().groupId("g").memberId(memberId).generationId(generation);
        ErrorCode error = ErrorCode.of(
                bench.decide(shard -> shard.heartbeat(CLIENT, request)).errorCode());
        if (error != ErrorCode.NONE) {
            onError(error);
        }
    }

    private void onError(ErrorCode error) {
        giveUp();
        switch (error) {
            case REBALANCE_IN_PROGRESS, NOT_COORDINATOR -> {}
            case UNKNOWN_MEMBER_ID, ILLEGAL_GENERATION, GROUP_MAX_SIZE_REACHED -> memberId = "";
            default -> throw new AssertionError(error);
        }
    }

    private void join() {
        isWaiting = true;
        joinedWith = topics;
        JoinGroupRequest request = new JoinGroupRequest()
                .groupId("g")
                .memberId(memberId)
                .protocolType("consumer")
                .sessionTimeoutMs(45_000)
                .rebalanceTimeoutMs(10_000)
                .protocols(List.of(new JoinGroupRequestProtocol().name("range").metadata(subscription())));
        bench.decide(shard -> shard.join(CLIENT, request, this::onJoined)).run();
    }

    private byte[] subscription() {
        byte[] body = MessageParts.bytes(
                new ConsumerProtocolSubscription().topics(topics).userData(null), (short) 0);
        return ByteBuffer.allocate(Short.BYTES + body.length)
                .putShort((short) 0)
                .put(body)
                .array();
    }

    private void onJoined(JoinGroupResponse response) {
        if (isGone || response.errorCode() != 0) {
            isWaiting = false;
            onError(isGone ? ErrorCode.UNKNOWN_MEMBER_ID : ErrorCode.of(response.errorCode()));
            return;
        }
        memberId = response.memberId();
        generation = response.generationId();
        isLeader = response.leader().equals(memberId);
        SyncGroupRequest request =
                new SyncGroupRequest().groupId("g").memberId(memberId).generationId(generation);
        if (isLeader) {
            assignedFor = bench.image();
            request.assignments(assign(response));
        }
        bench.loop.execute(() -> sync(request));
    }

    private void sync(SyncGroupRequest request) {
        if (bench.isLoading()) {
            isWaiting = false;
            return;
        }
        bench.send(shard -> shard.sync(CLIENT, request, this::onSynced));
    }

    private void onSynced(SyncGroupResponse response) {
        isWaiting = false;
        if (isGone || response.errorCode() != 0) {
            onError(isGone ? ErrorCode.UNKNOWN_MEMBER_ID : ErrorCode.of(response.errorCode()));
            return;
        }
        if (joinedWith.equals(topics)) {
            isIn = true;
            owned = ClientAssignments.read(response.assignment(), bench.image());
        }
    }

    private List<SyncGroupRequestAssignment> assign(JoinGroupResponse response) {
        SortedMap<String, Assignor.Member> members = new TreeMap<>();
        SortedMap<Uuid, Assignor.Topic> known = new TreeMap<>();
        response.members().forEach(member -> {
            SortedSet<Uuid> wanted = new TreeSet<>();
            for (String name : Objects.requireNonNull(Subscriptions.read(member.metadata()))
                    .topics()) {
                TopicImage topic = bench.image().topic(name);
                if (topic != null) {
                    wanted.add(topic.id());
                    known.put(topic.id(), new Assignor.Topic(topic.partitionCount(), Map.of()));
                }
            }
            members.put(member.memberId(), new Assignor.Member(null, null, wanted, PartitionSet.EMPTY));
        });
        List<SyncGroupRequestAssignment> assignments = new ArrayList<>();
        new RangeAssignor()
                .assign(members, known)
                .forEach((member, partitions) -> assignments.add(new SyncGroupRequestAssignment()
                        .memberId(member)
                        .assignment(ClientAssignments.write(partitions, new byte[2], bench.image()))));
        return assignments;
    }
}
