package dev.naru.coordinator.group.consumer;

import dev.naru.protocol.ErrorCode;
import dev.naru.protocol.message.ConsumerGroupHeartbeatRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a heartbeat must look like, whatever the group. The sentences are Kafka's, because people search for them.
 *
 * <p>Threading: stateless.
 */
final class HeartbeatRules {
    private static final int NOT_GIVEN = -1;

    private HeartbeatRules() {}

    /**
     * Refuses what makes no sense.
     *
     * @param version from 1 on, members choose their id themselves
     */
    static void check(ConsumerGroupHeartbeatRequest request, short version, List<String> assignors)
            throws RefusedException {
        int epoch = request.memberEpoch();
        require(!request.groupId().isBlank(), "GroupId can't be empty.");
        require(
                !request.memberId().isBlank() || (version == 0 && epoch == MemberAssignment.JOIN_EPOCH),
                "MemberId can't be empty.");
        require(isNullOrText(request.instanceId()), "InstanceId can't be empty.");
        require(isNullOrText(request.rackId()), "RackId can't be empty.");
        if (epoch == MemberAssignment.JOIN_EPOCH) {
            checkJoin(request, version);
        } else if (epoch == MemberAssignment.STATIC_LEAVE_EPOCH) {
            require(request.instanceId() != null, "InstanceId can't be null.");
        } else {
            require(epoch >= MemberAssignment.LEAVE_EPOCH, "MemberEpoch is invalid.");
        }
        String assignor = request.serverAssignor();
        if (assignor != null && !assignors.contains(assignor)) {
            throw new RefusedException(
                    ErrorCode.UNSUPPORTED_ASSIGNOR,
                    "ServerAssignor " + assignor + " is not supported. Supported assignors: "
                            + String.join(", ", assignors) + ".");
        }
    }

    private static void checkJoin(ConsumerGroupHeartbeatRequest request, short version) throws RefusedException {
        require(request.rebalanceTimeoutMs() != NOT_GIVEN, "RebalanceTimeoutMs must be provided in first request.");
        List<ConsumerGroupHeartbeatRequest.TopicPartitions> owned = request.topicPartitions();
        require(owned != null && owned.isEmpty(), "TopicPartitions must be empty when (re-)joining.");
        require(
                request.subscribedTopicNames() != null || (version > 0 && request.subscribedTopicRegex() != null),
                version > 0
                        ? "Either SubscribedTopicNames or SubscribedTopicRegex must be non-null when (re-)joining."
                        : "SubscribedTopicNames must be set in first request.");
    }

    private static boolean isNullOrText(@Nullable String text) {
        return text == null || !text.isBlank();
    }

    private static void require(boolean holds, String message) throws RefusedException {
        if (!holds) {
            throw new RefusedException(ErrorCode.INVALID_REQUEST, message);
        }
    }
}
