package dev.naru.coordinator.group.consumer;

import dev.naru.coordinator.group.ClientInfo;
import dev.naru.coordinator.group.assignor.PartitionSet;
import dev.naru.protocol.ErrorCode;
import dev.naru.protocol.message.ConsumerGroupHeartbeatRequest;
import dev.naru.protocol.message.ConsumerGroupHeartbeatResponse;
import dev.naru.testkit.Gen;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A member as a client would be: it gives up what it is told to at once or a little later, says so, and reads what it is given.
 * Its responses may get lost. Threading: confined to the test.
 */
final class SimulatedConsumer implements SimulatedMember {
    private static final int LEAVE = -1;

    private final GroupBench bench;
    private final Gen gen;
    private final String id;
    private List<String> topics;
    private int epoch;
    private boolean saysAll = true;
    private PartitionSet owned = PartitionSet.EMPTY;
    private @Nullable PartitionSet assigned;

    SimulatedConsumer(GroupBench bench, Gen gen, String id, List<String> topics) {
        this.bench = bench;
        this.gen = gen;
        this.id = id;
        this.topics = topics;
    }

    @Override
    public String id() {
        return id;
    }

    /** What it reads at this moment. */
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
        saysAll = true;
    }

    @Override
    public void leave() {
        bench.decide(shard -> shard.consumer().heartbeat(new ClientInfo("", "", (short) 1), request(LEAVE)));
        abandon();
    }

    private void abandon() {
        owned = PartitionSet.EMPTY;
        assigned = null;
        epoch = 0;
        saysAll = true;
    }

    @Override
    public void beat(boolean mayLoseResponses) {
        follow(!mayLoseResponses);
        ConsumerGroupHeartbeatResponse response =
                bench.decide(shard -> shard.consumer().heartbeat(new ClientInfo("", "", (short) 1), request(epoch)));
        if (mayLoseResponses && gen.chance(20)) {
            saysAll = true;
            // It has just said that it does not have these; the coordinator may have believed it and given them to
            // others.
            // To take them now, unasked, would be against the protocol; it is told again what it may have.
            assigned = null;
            return;
        }
        switch (ErrorCode.of(response.errorCode())) {
            case NONE -> accept(response);
            case FENCED_MEMBER_EPOCH, UNKNOWN_MEMBER_ID, GROUP_ID_NOT_FOUND -> abandon();
            case GROUP_MAX_SIZE_REACHED -> abandon();
            default -> throw new AssertionError(response);
        }
    }

    private void accept(ConsumerGroupHeartbeatResponse response) {
        epoch = response.memberEpoch();
        saysAll = false;
        if (response.assignment() != null) {
            PartitionSet.Builder partitions = new PartitionSet.Builder();
            response.assignment()
                    .topicPartitions()
                    .forEach(topic -> partitions.addAll(topic.topicId(), topic.partitions()));
            assigned = partitions.build();
        }
        follow(false);
    }

    /** Gives up before it takes; sometimes not yet. */
    private void follow(boolean atOnce) {
        if (assigned == null || (!atOnce && gen.chance(40))) {
            return;
        }
        if (!assigned.containsAll(owned)) {
            owned = owned.and(assigned);
        } else {
            owned = assigned;
            assigned = null;
        }
    }

    private ConsumerGroupHeartbeatRequest request(int memberEpoch) {
        ConsumerGroupHeartbeatRequest request = new ConsumerGroupHeartbeatRequest()
                .groupId("g")
                .memberId(id)
                .memberEpoch(memberEpoch)
                .topicPartitions(memberEpoch == 0 ? List.of() : topicPartitions());
        return saysAll ? request.rebalanceTimeoutMs(60_000).subscribedTopicNames(topics) : request;
    }

    private List<ConsumerGroupHeartbeatRequest.TopicPartitions> topicPartitions() {
        List<ConsumerGroupHeartbeatRequest.TopicPartitions> list = new ArrayList<>();
        for (var topicId : owned.topics()) {
            list.add(new ConsumerGroupHeartbeatRequest.TopicPartitions()
                    .topicId(topicId)
                    .partitions(Arrays.stream(owned.of(topicId)).boxed().toList()));
        }
        return list;
    }
}
