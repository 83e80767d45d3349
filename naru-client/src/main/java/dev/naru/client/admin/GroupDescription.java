package dev.naru.client.admin;

import dev.naru.client.Address;
import dev.naru.common.TopicPartition;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A group as its coordinator knows it.
 *
 * @param groupId its id
 * @param type {@code consumer} or {@code classic}
 * @param state as the broker names it: {@code Stable}, {@code Empty}, {@code Reconciling}, …
 * @param assignor who shares out partitions, empty if nobody has yet
 * @param epoch grows with each change of its members or topics; -1 in a classic group, which does not tell
 * @param coordinator where the broker that coordinates it is reached
 * @param members its members by id
 */
public record GroupDescription(
        String groupId,
        String type,
        String state,
        String assignor,
        int epoch,
        Address coordinator,
        List<Member> members) {
    /** True if it has members, so that nobody else may change its offsets. */
    public boolean isActive() {
        return !members.isEmpty();
    }

    /** The member that has this partition, or null. */
    public @Nullable Member owner(TopicPartition partition) {
        for (Member member : members) {
            if (member.assigned().contains(partition)) {
                return member;
            }
        }
        return null;
    }

    /**
     * A member.
     *
     * @param memberId its id
     * @param instanceId its lasting name, null if it has none
     * @param clientId what it calls itself
     * @param clientHost where it connects from
     * @param epoch the epoch it has reached, -1 in a classic group
     * @param assigned the partitions it has
     * @param target the partitions it should have; the same, unless the group is moving partitions
     */
    public record Member(
            String memberId,
            @Nullable String instanceId,
            String clientId,
            String clientHost,
            int epoch,
            Set<TopicPartition> assigned,
            Set<TopicPartition> target) {}
}
