package dev.naru.client.group;

import dev.naru.client.BrokerException;
import dev.naru.client.ClientException;
import dev.naru.client.cluster.Ask;
import dev.naru.client.cluster.Cluster;
import dev.naru.client.cluster.Coordinators;
import dev.naru.common.TopicPartition;
import dev.naru.protocol.ApiResponse;
import dev.naru.protocol.ErrorCode;
import dev.naru.protocol.MalformedMessageException;
import dev.naru.protocol.message.HeartbeatRequest;
import dev.naru.protocol.message.HeartbeatResponse;
import dev.naru.protocol.message.JoinGroupRequest;
import dev.naru.protocol.message.JoinGroupResponse;
import dev.naru.protocol.message.LeaveGroupRequest;
import dev.naru.protocol.message.LeaveGroupResponse;
import dev.naru.protocol.message.SyncGroupRequest;
import dev.naru.protocol.message.SyncGroupResponse;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The requests of a member of a classic group, each made once. Threading: confined to the client's loop.
 */
final class ClassicRequests {
    private final Coordinators coordinators;
    private final GroupConfig config;
    private final int requestMs;

    ClassicRequests(Cluster cluster, Coordinators coordinators, GroupConfig config) {
        this.coordinators = coordinators;
        this.config = config;
        this.requestMs = cluster.config().timeouts().requestMs();
    }

    /** The coordinator has given an id to who had none; join again with it. */
    static final class MemberIdGiven extends ClientException {
        private static final long serialVersionUID = 1L;

        private final String memberId;

        MemberIdGiven(String memberId) {
            super("join again as " + memberId);
            this.memberId = memberId;
        }

        String memberId() {
            return memberId;
        }
    }

    /** Answered when all members have joined, or the rebalance timeout is over. */
    CompletableFuture<JoinGroupResponse> join(
            String memberId, Set<String> topics, Set<TopicPartition> owned, int generation, String reason) {
        byte[] subscription = ConsumerProtocol.subscription(
                topics, owned, generation, config.membership().rack());
        int rebalanceTimeoutMs = config.membership().pollIntervalMsMax();
        JoinGroupRequest request = new JoinGroupRequest()
                .groupId(config.groupId())
                .sessionTimeoutMs(config.classic().sessionTimeoutMs())
                .rebalanceTimeoutMs(rebalanceTimeoutMs)
                .memberId(memberId)
                .groupInstanceId(config.membership().instanceId())
                .protocolType(ConsumerProtocol.PROTOCOL_TYPE)
                .protocols(config.classic().assignors().stream()
                        .map(assignor -> new JoinGroupRequest.JoinGroupRequestProtocol()
                                .name(assignor.protocolName())
                                .metadata(subscription))
                        .toList())
                .reason(reason);
        int timeoutMs = (int) Math.min(Integer.MAX_VALUE, (long) rebalanceTimeoutMs + requestMs);
        return ask(Ask.of(request, JoinGroupResponse.class, timeoutMs), response -> {
            if (ErrorCode.of(response.errorCode()) == ErrorCode.MEMBER_ID_REQUIRED) {
                throw new MemberIdGiven(response.memberId());
            }
            check(response.errorCode(), "joining group " + config.groupId());
            return response;
        });
    }

    /** Answered with the member's partitions when the leader has shared them out. */
    CompletableFuture<Set<TopicPartition>> sync(
            String memberId,
            int generation,
            @Nullable String protocol,
            List<SyncGroupRequest.SyncGroupRequestAssignment> assignments) {
        SyncGroupRequest request = new SyncGroupRequest()
                .groupId(config.groupId())
                .generationId(generation)
                .memberId(memberId)
                .groupInstanceId(config.membership().instanceId())
                .protocolType(ConsumerProtocol.PROTOCOL_TYPE)
                .protocolName(protocol)
                .assignments(assignments);
        int timeoutMs =
                (int) Math.min(Integer.MAX_VALUE, (long) config.membership().pollIntervalMsMax() + requestMs);
        return ask(Ask.of(request, SyncGroupResponse.class, timeoutMs), response -> {
            check(response.errorCode(), "syncing with group " + config.groupId());
            try {
                return ConsumerProtocol.readAssignment(response.assignment());
            } catch (MalformedMessageException e) {
                throw new ClientException("the leader of group " + config.groupId() + " has shared out nonsense", e);
            }
        });
    }

    CompletableFuture<Void> heartbeat(String memberId, int generation) {
        HeartbeatRequest request = new HeartbeatRequest()
                .groupId(config.groupId())
                .generationId(generation)
                .memberId(memberId)
                .groupInstanceId(config.membership().instanceId());
        return ask(Ask.of(request, HeartbeatResponse.class, requestMs), response -> {
            check(response.errorCode(), "heartbeat of group " + config.groupId());
            return null;
        });
    }

    /** Done when the coordinator knows, or cannot be told. */
    CompletableFuture<Void> leave(String memberId) {
        LeaveGroupRequest request = new LeaveGroupRequest()
                .groupId(config.groupId())
                .members(List.of(new LeaveGroupRequest.MemberIdentity()
                        .memberId(memberId)
                        .reason("the consumer is closing")));
        return ask(Ask.of(request, LeaveGroupResponse.class, requestMs), response -> response)
                .handle((response, failure) -> null);
    }

    private <S extends ApiResponse, T> CompletableFuture<T> ask(Ask<S> ask, Function<S, T> read) {
        return coordinators.ask(config.groupId(), ask, read);
    }

    private static void check(short code, String subject) {
        ErrorCode error = ErrorCode.of(code);
        if (error != ErrorCode.NONE) {
            throw new BrokerException(error, subject, null);
        }
    }
}
