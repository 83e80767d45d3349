package dev.naru.coordinator.group.classic;

import dev.naru.coordinator.runtime.CoordinatorRecord;
import dev.naru.protocol.group.GroupMetadataKey;
import dev.naru.protocol.group.GroupMetadataValue;
import dev.naru.protocol.group.GroupMetadataValue.MemberMetadata;
import java.util.Arrays;
import java.util.Comparator;

/**
 * The records of classic groups.
 *
 * <p>Threading: stateless.
 */
public final class ClassicRecords {
    /** The highest version that is not flexible: what Kafka writes, so that older ones can read it (KIP-915). */
    private static final int VALUE_VERSION = 3;

    private ClassicRecords() {}

    /** A generation of a group, as it is from now on. */
    public static CoordinatorRecord generation(String groupId, GroupMetadataValue value) {
        return CoordinatorRecord.of(new GroupMetadataKey().group(groupId), value, VALUE_VERSION);
    }

    /** A group of consumers that has no members yet, and has had none. */
    public static CoordinatorRecord empty(String groupId, long nowMs) {
        return generation(
                groupId,
                new GroupMetadataValue()
                        .protocolType(Subscriptions.CONSUMER)
                        .generation(0)
                        .protocol(null)
                        .leader(null)
                        .currentStateTimestamp(nowMs));
    }

    /** The group is gone. */
    public static CoordinatorRecord tombstone(String groupId) {
        return CoordinatorRecord.tombstone(new GroupMetadataKey().group(groupId));
    }

    /** A member with the share the leader gave it. */
    static MemberMetadata member(
            ClassicMember.Identity identity, ClassicMember.Joined joined, byte[] metadata, byte[] assignment) {
        return new MemberMetadata()
                .memberId(identity.memberId())
                .groupInstanceId(identity.instanceId())
                .clientId(identity.clientId())
                .clientHost(identity.host())
                .rebalanceTimeout(joined.rebalanceTimeoutMs())
                .sessionTimeout(joined.sessionTimeoutMs())
                .subscription(metadata)
                .assignment(assignment);
    }

    /** Everything a generation says, as text in a canonical order. */
    static String dump(String groupId, GroupMetadataValue value) {
        StringBuilder text = new StringBuilder("classic group " + groupId + " generation=" + value.generation()
                + " type=" + value.protocolType() + " protocol=" + value.protocol() + " leader=" + value.leader()
                + " since=" + value.currentStateTimestamp() + "\n");
        value.members().stream()
                .sorted(Comparator.comparing(MemberMetadata::memberId))
                .forEach(member -> text.append("classic member ")
                        .append(groupId)
                        .append('/')
                        .append(member.memberId())
                        .append(" instance=")
                        .append(member.groupInstanceId())
                        .append(" client=")
                        .append(member.clientId())
                        .append(member.clientHost())
                        .append(" session=")
                        .append(member.sessionTimeout())
                        .append(" rebalance=")
                        .append(member.rebalanceTimeout())
                        .append(" subscription=")
                        .append(Arrays.hashCode(member.subscription()))
                        .append(" assignment=")
                        .append(Arrays.hashCode(member.assignment()))
                        .append('\n'));
        return text.toString();
    }
}
