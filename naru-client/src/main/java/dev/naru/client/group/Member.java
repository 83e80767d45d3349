package dev.naru.client.group;

import dev.naru.client.ClientException;
import dev.naru.client.GroupMembership;
import dev.naru.common.TopicPartition;
import dev.naru.common.Uuid;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A member of a group, as the coordinator knows it.
 *
 * <p>Threading: confined to the client's loop.
 */
sealed interface Member permits HeartbeatMember, ClassicMember {
    /** Wants to read this from now on; joins with the next poll if it is not a member. */
    void subscribe(Subscription subscription);

    /** A poll begins to wait. */
    void onPoll();

    /** A poll was answered; the next should come within the poll interval. */
    void onPollEnded();

    /** The partitions it has are now those it should have. */
    void onReconciled();

    /** Who it is, for commits. */
    GroupMembership membership();

    /** The id of a topic it was given partitions of; null if partitions are given by name. */
    @Nullable
    Uuid topicId(String topic);

    /** Leaves the group; done when the coordinator knows, or cannot be told. */
    CompletableFuture<Void> leave();

    /** What a member does to its partitions. */
    interface Group {
        /** True while a poll is waiting. */
        boolean isPolling();

        /** The partitions it has. */
        Set<TopicPartition> owned();

        /** It should have these partitions, as soon as may be; {@link Member#onReconciled} says when that is so. */
        void onAssignment(Set<TopicPartition> target);

        /** It is no member any more, and has no partitions. */
        void onFenced();

        /** It cannot be a member. */
        void onFailed(ClientException reason);

        /** The broker does not know the protocol. */
        void onUnsupported(ClientException reason);
    }
}
