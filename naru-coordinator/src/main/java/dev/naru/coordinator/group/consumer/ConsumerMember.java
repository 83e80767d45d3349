package dev.naru.coordinator.group.consumer;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A member as it described itself. What it has is its {@link MemberAssignment}.
 *
 * @param rebalanceTimeoutMs how long it may take to give partitions up
 * @param classic set for a member that speaks the classic protocol, in a group that is being migrated
 *
 * <p>Threading: immutable.
 */
record ConsumerMember(
        String memberId,
        Identity identity,
        Subscription subscription,
        int rebalanceTimeoutMs,
        @Nullable ClassicJoin classic) {
    /**
     * Who and where it is.
     *
     * @param instanceId the name of a static member, or null
     */
    record Identity(@Nullable String instanceId, @Nullable String rackId, String clientId, String host) {}

    /**
     * What it wants.
     *
     * @param topicNames sorted, each once
     * @param regex topics whose whole name matches; or null
     * @param assignor the assignor it prefers, or null
     */
    record Subscription(
            List<String> topicNames,
            @Nullable String regex,
            @Nullable String assignor) {
        static final Subscription NONE = new Subscription(List.of(), null, null);

        /** True if it wants the same topics, whoever assigns them. */
        boolean wantsSameTopicsAs(Subscription other) {
            return topicNames.equals(other.topicNames) && Objects.equals(regex, other.regex);
        }
    }

    /** True for a member of the classic protocol. */
    boolean isClassic() {
        return classic != null;
    }

    boolean hasInstanceId(@Nullable String instanceId) {
        return instanceId != null && instanceId.equals(identity.instanceId);
    }

    ConsumerMember withMemberId(String newMemberId) {
        return new ConsumerMember(newMemberId, identity, subscription, rebalanceTimeoutMs, classic);
    }
}
