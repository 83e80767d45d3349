package dev.naru.coordinator.group.classic;

import dev.naru.protocol.ErrorCode;
import dev.naru.protocol.message.DescribeGroupsResponse.DescribedGroup;
import dev.naru.protocol.message.DescribeGroupsResponse.DescribedGroupMember;

/**
 * What DescribeGroups says of a group. What members said and were given is shown only while the group is stable; before that
 * it is about to change.
 *
 * <p>Threading: stateless.
 */
public final class ClassicDescriptions {
    private ClassicDescriptions() {}

    /** A group as it is now. */
    public static DescribedGroup of(ClassicGroup group) {
        boolean isStable = group.state() == ClassicState.STABLE;
        String protocolName = group.protocolName();
        return new DescribedGroup()
                .groupId(group.groupId())
                .groupState(group.stateName())
                .protocolType(group.protocolType())
                .protocolData(isStable && protocolName != null ? protocolName : "")
                .members(group.allMembers().stream()
                        .map(member -> member(group, member, isStable))
                        .toList());
    }

    private static DescribedGroupMember member(ClassicGroup group, ClassicMember member, boolean isStable) {
        DescribedGroupMember described = new DescribedGroupMember()
                .memberId(member.memberId())
                .groupInstanceId(member.instanceId())
                .clientId(member.identity().clientId())
                .clientHost(member.identity().host())
                .memberAssignment(member.assignment());
        return isStable ? described.memberMetadata(member.metadata(group.protocolName())) : described;
    }

    /** What is said instead; versions before 6 show a dead group without an error. */
    public static DescribedGroup missing(String groupId, boolean isOfAnotherType) {
        return new DescribedGroup()
                .groupId(groupId)
                .groupState(ClassicState.DEAD.stateName())
                .errorCode(ErrorCode.GROUP_ID_NOT_FOUND.code())
                .errorMessage("Group " + groupId + (isOfAnotherType ? " is not a classic group." : " not found."));
    }
}
