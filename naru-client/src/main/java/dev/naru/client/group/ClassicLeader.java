package dev.naru.client.group;

import dev.naru.client.ClientException;
import dev.naru.client.group.assignor.Assignor.SubscribedMember;
import dev.naru.common.TopicPartition;
import dev.naru.protocol.MalformedMessageException;
import dev.naru.protocol.message.JoinGroupResponse;
import dev.naru.protocol.message.SyncGroupRequest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * What the leading member of a classic group does: shares out the partitions of the topics anybody subscribes to.
 *
 * <p>Threading: confined to the client's loop.
 */
final class ClassicLeader {
    private final GroupConfig.Classic config;
    private final SubscribedTopics topics;
    private Map<String, Integer> sharedOut = Map.of();

    ClassicLeader(GroupConfig.Classic config, SubscribedTopics topics) {
        this.config = config;
        this.topics = topics;
    }

    /** Who gets what, encoded. */
    CompletableFuture<List<SyncGroupRequest.SyncGroupRequestAssignment>> shareOut(JoinGroupResponse joined) {
        Map<String, SubscribedMember> members = new HashMap<>();
        Set<String> wanted = new TreeSet<>();
        ClassicAssignor assignor = assignor(joined.protocolName());
        for (JoinGroupResponse.JoinGroupResponseMember each : joined.members()) {
            SubscribedMember member = read(each);
            members.put(each.memberId(), member);
            wanted.addAll(member.topics());
        }
        return topics.counts(wanted).thenApply(counts -> {
            sharedOut = counts;
            Map<String, List<TopicPartition>> assignment = assignor.assignor().assign(members, counts);
            List<SyncGroupRequest.SyncGroupRequestAssignment> encoded = new ArrayList<>();
            assignment.forEach((member, partitions) -> encoded.add(new SyncGroupRequest.SyncGroupRequestAssignment()
                    .memberId(member)
                    .assignment(ConsumerProtocol.assignment(partitions))));
            return encoded;
        });
    }

    /** Whether topics have come, gone or grown since partitions were shared out. */
    CompletableFuture<Boolean> isOutdated() {
        // A topic that did not exist is not known here; the subscriber's own look at its topics finds it.
        return topics.counts(sharedOut.keySet()).thenApply(counts -> !counts.equals(sharedOut));
    }

    private ClassicAssignor assignor(@Nullable String name) {
        return config.assignors().stream()
                .filter(assignor -> assignor.protocolName().equals(name))
                .findFirst()
                .orElseThrow(() -> new ClientException("the group chose assignor " + name + ", which is not ours"));
    }

    private static SubscribedMember read(JoinGroupResponse.JoinGroupResponseMember member) {
        try {
            return ConsumerProtocol.readSubscription(member.groupInstanceId(), member.metadata());
        } catch (MalformedMessageException e) {
            throw new ClientException("member " + member.memberId() + " has sent a subscription that is none", e);
        }
    }
}
