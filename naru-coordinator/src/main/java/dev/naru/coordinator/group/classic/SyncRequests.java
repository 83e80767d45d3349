package dev.naru.coordinator.group.classic;

import dev.naru.coordinator.group.Outcome;
import dev.naru.coordinator.group.Reply;
import dev.naru.protocol.ErrorCode;
import dev.naru.protocol.group.GroupMetadataValue;
import dev.naru.protocol.message.SyncGroupRequest;
import dev.naru.protocol.message.SyncGroupRequest.SyncGroupRequestAssignment;
import dev.naru.protocol.message.SyncGroupResponse;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Decides SyncGroup: members wait for their share, the leader brings all of them. The group is stable once that is in the
 * log; if it cannot be written, the leader is told and tries again, and the others go on waiting.
 *
 * <p>Threading: confined to the shard's loop.
 */
final class SyncRequests {
    private static final byte[] NOTHING = new byte[0];

    private final Rebalance rebalance;

    SyncRequests(Rebalance rebalance) {
        this.rebalance = rebalance;
    }

    void sync(ClassicGroup group, SyncGroupRequest request, Reply<SyncGroupResponse> reply, Outcome outcome) {
        ErrorCode error = refusal(group, request);
        ClassicMember member = group.members().find(request.memberId());
        if (error != ErrorCode.NONE || member == null) {
            outcome.send(reply, reply.failure(error));
            return;
        }
        if (group.state() == ClassicState.STABLE) {
            member.hasSynced(true);
            member.session().extend(member.joined().sessionTimeoutMs());
            outcome.afterCommit(() -> reply.send(Responses.assigned(group, member)));
            return;
        }
        member.awaitSync(reply);
        if (group.isLeader(member.memberId())) {
            assign(group, request, outcome);
        } else {
            member.hasSynced(true);
        }
    }

    private static ErrorCode refusal(ClassicGroup group, SyncGroupRequest request) {
        if (group.state() == ClassicState.DEAD) {
            return ErrorCode.COORDINATOR_NOT_AVAILABLE;
        }
        ErrorCode memberError = group.validateMember(request.memberId(), request.groupInstanceId());
        if (memberError != ErrorCode.NONE) {
            return memberError;
        }
        if (request.generationId() != group.generation()) {
            return ErrorCode.ILLEGAL_GENERATION;
        }
        if (differs(request.protocolType(), group.protocolType())
                || differs(request.protocolName(), group.protocolName())) {
            return ErrorCode.INCONSISTENT_GROUP_PROTOCOL;
        }
        return switch (group.state()) {
            case COMPLETING_REBALANCE, STABLE -> ErrorCode.NONE;
            case PREPARING_REBALANCE -> ErrorCode.REBALANCE_IN_PROGRESS;
            case EMPTY, DEAD -> ErrorCode.UNKNOWN_MEMBER_ID;
        };
    }

    /** Old versions do not say. */
    private static boolean differs(@Nullable String said, @Nullable String actual) {
        return said != null && !said.equals(actual);
    }

    private void assign(ClassicGroup group, SyncGroupRequest request, Outcome outcome) {
        Map<String, byte[]> shares = new HashMap<>();
        for (SyncGroupRequestAssignment share : request.assignments()) {
            shares.put(share.memberId(), share.assignment());
        }
        String protocolName = group.protocolName();
        outcome.write(ClassicRecords.generation(
                group.groupId(),
                new GroupMetadataValue()
                        .protocolType(group.protocolType())
                        .generation(group.generation())
                        .protocol(protocolName)
                        .leader(group.leaderId())
                        .currentStateTimestamp(rebalance.nowMs())
                        .members(group.members().all().stream()
                                .map(member -> ClassicRecords.member(
                                        member.identity(),
                                        member.joined(),
                                        member.metadata(protocolName),
                                        shares.getOrDefault(member.memberId(), NOTHING)))
                                .toList())));
        outcome.afterCommit(() -> group.members().all().forEach(member -> answer(group, member)));
    }

    private static void answer(ClassicGroup group, ClassicMember member) {
        member.session().extend(member.joined().sessionTimeoutMs());
        Reply<SyncGroupResponse> waiting = member.takeSync();
        if (waiting != null) {
            waiting.send(Responses.assigned(group, member));
        }
    }
}
