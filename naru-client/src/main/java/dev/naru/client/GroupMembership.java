package dev.naru.client;

import org.jspecify.annotations.Nullable;

/**
 * Who commits offsets: a member of a group at one moment of its life. A transaction that commits offsets carries it, so that
 * a member that has been fenced meanwhile cannot.
 *
 * @param groupId the group
 * @param epoch the member's epoch, or generation in a classic group; -1 for who is not a member
 * @param memberId the member's id, empty for who is not a member
 * @param instanceId the member's lasting name, null if it has none
 */
public record GroupMembership(
        String groupId,
        int epoch,
        String memberId,
        @Nullable String instanceId) {
    /** Epoch of who commits without being a member; brokers take that only while the group has no members. */
    public static final int NO_EPOCH = -1;

    /** Somebody who is not a member. */
    public static GroupMembership outside(String groupId) {
        return new GroupMembership(groupId, NO_EPOCH, "", null);
    }
}
