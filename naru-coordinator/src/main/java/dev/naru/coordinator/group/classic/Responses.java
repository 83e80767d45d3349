package dev.naru.coordinator.group.classic;

import dev.naru.protocol.message.JoinGroupResponse;
import dev.naru.protocol.message.JoinGroupResponse.JoinGroupResponseMember;
import dev.naru.protocol.message.SyncGroupResponse;
import java.util.List;

/**
 * What members are told.
 *
 * <p>Threading: stateless.
 */
final class Responses {
    private Responses() {}

    /** The present generation; its leader also hears who is in it. */
    static JoinGroupResponse joined(ClassicGroup group, ClassicMember member) {
        boolean isLeader = group.isLeader(member.memberId());
        return generation(group, member.memberId()).members(isLeader ? members(group) : List.of());
    }

    /** The present generation without its members. */
    static JoinGroupResponse generation(ClassicGroup group, String memberId) {
        String leaderId = group.leaderId();
        return new JoinGroupResponse()
                .memberId(memberId)
                .generationId(group.generation())
                .protocolType(group.protocolType())
                .protocolName(group.protocolName())
                .leader(leaderId == null ? "" : leaderId);
    }

    static List<JoinGroupResponseMember> members(ClassicGroup group) {
        return group.members().all().stream()
                .map(member -> new JoinGroupResponseMember()
                        .memberId(member.memberId())
                        .groupInstanceId(member.instanceId())
                        .metadata(member.metadata(group.protocolName())))
                .toList();
    }

    /** A member's share. */
    static SyncGroupResponse assigned(ClassicGroup group, ClassicMember member) {
        return new SyncGroupResponse()
                .protocolType(group.protocolType())
                .protocolName(group.protocolName())
                .assignment(member.assignment());
    }
}
