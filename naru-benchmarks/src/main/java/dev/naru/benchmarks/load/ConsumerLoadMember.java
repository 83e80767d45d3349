package dev.naru.benchmarks.load;

import dev.naru.common.Uuid;
import dev.naru.common.net.Connector;
import dev.naru.common.runtime.EventLoop;
import dev.naru.protocol.ErrorCode;
import dev.naru.protocol.message.ConsumerGroupHeartbeatRequest;
import dev.naru.protocol.message.ConsumerGroupHeartbeatResponse;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * A member that speaks the consumer protocol and beats as often as the broker tells it to.
 *
 * <p>Threading: confined to the loop.
 */
final class ConsumerLoadMember {
    private static final int REBALANCE_TIMEOUT_MS = 300_000;

    private final String group;
    private final String topic;
    private final Beats beats;
    private final String memberId = Uuid.random(new SplittableRandom()).toString();
    private final MemberConnection connection;
    private @Nullable List<ConsumerGroupHeartbeatRequest.TopicPartitions> unreported = List.of();
    private int epoch;
    private boolean wasStable;

    ConsumerLoadMember(String group, String topic, EventLoop loop, Connector connector, int port, Beats beats) {
        this.group = group;
        this.topic = topic;
        this.beats = beats;
        this.connection = new MemberConnection(loop, connector, port, this::beat);
    }

    private void beat() {
        ConsumerGroupHeartbeatRequest request = new ConsumerGroupHeartbeatRequest()
                .groupId(group)
                .memberId(memberId)
                .memberEpoch(epoch)
                .topicPartitions(unreported);
        if (epoch == 0) {
            request.rebalanceTimeoutMs(REBALANCE_TIMEOUT_MS).subscribedTopicNames(List.of(topic));
        }
        connection.call(request, 1, ConsumerGroupHeartbeatResponse.class, response -> {
            ErrorCode error = ErrorCode.of(response.errorCode());
            switch (error) {
                case NONE -> onBeat(response);
                case COORDINATOR_LOAD_IN_PROGRESS, COORDINATOR_NOT_AVAILABLE, NOT_COORDINATOR ->
                    connection.after(200, this::beat);
                default ->
                    throw new IllegalStateException(
                            "ConsumerGroupHeartbeat was answered with " + error + ": " + response.errorMessage());
            }
        });
    }

    private void onBeat(ConsumerGroupHeartbeatResponse response) {
        epoch = response.memberEpoch();
        ConsumerGroupHeartbeatResponse.Assignment assignment = response.assignment();
        if (assignment == null) {
            unreported = null;
            beats.onBeat();
            connection.after(response.heartbeatIntervalMs(), this::beat);
            return;
        }
        unreported = assignment.topicPartitions().stream()
                .map(given -> new ConsumerGroupHeartbeatRequest.TopicPartitions()
                        .topicId(given.topicId())
                        .partitions(given.partitions()))
                .toList();
        if (wasStable) {
            beats.onRebalance();
        } else if (!unreported.isEmpty()) {
            wasStable = true;
            beats.onStable();
        }
        connection.after(1, this::beat);
    }
}
