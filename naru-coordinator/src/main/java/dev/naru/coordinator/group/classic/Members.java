package dev.naru.coordinator.group.classic;

import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The members of a classic group in the order they came, by member id and, where they have one, by static id; which of them
 * leads; and the pending ones, who were given a member id and have not come back with it.
 *
 * <p>Threading: confined to the shard's loop.
 */
final class Members {
    private final Map<String, ClassicMember> byId = new LinkedHashMap<>();
    private final Map<String, String> idByInstance = new HashMap<>();
    private final Map<String, Session> pending = new HashMap<>();
    private @Nullable String leaderId;

    @Nullable
    ClassicMember find(String memberId) {
        return byId.get(memberId);
    }

    /** The id of the member that has this static id now, or null. */
    @Nullable
    String idOfInstance(String instanceId) {
        return idByInstance.get(instanceId);
    }

    boolean isEmpty() {
        return byId.isEmpty();
    }

    int count() {
        return byId.size();
    }

    Collection<ClassicMember> all() {
        return Collections.unmodifiableCollection(byId.values());
    }

    /** A copy, for loops that remove. */
    List<ClassicMember> copy() {
        return List.copyOf(byId.values());
    }

    /** The member that assigns; null without members. */
    @Nullable
    String leaderId() {
        return leaderId;
    }

    /** The first one leads. */
    void add(ClassicMember member) {
        byId.put(member.memberId(), member);
        String instanceId = member.instanceId();
        if (instanceId != null) {
            idByInstance.put(instanceId, member.memberId());
        }
        removePending(member.memberId());
        if (leaderId == null) {
            leaderId = member.memberId();
        }
    }

    /** If it leads, the first of the others leads now. */
    void remove(ClassicMember member) {
        byId.remove(member.memberId());
        String instanceId = member.instanceId();
        if (instanceId != null) {
            idByInstance.remove(instanceId, member.memberId());
        }
        member.session().end();
        if (member.memberId().equals(leaderId)) {
            leaderId = byId.isEmpty() ? null : byId.keySet().iterator().next();
        }
    }

    /** Puts a static member's new self in the place of the old one. */
    void replace(ClassicMember former, ClassicMember member) {
        boolean wasLeader = former.memberId().equals(leaderId);
        remove(former);
        add(member);
        if (wasLeader) {
            lead(member.memberId());
        }
    }

    /** This member leads from now on, or nobody does. */
    void lead(@Nullable String memberId) {
        leaderId = memberId;
    }

    /** Sees to it that the leader is one who has joined; false if nobody has. */
    boolean electJoinedLeader() {
        ClassicMember leader = leaderId == null ? null : byId.get(leaderId);
        if (leader != null && leader.isAwaitingJoin()) {
            return true;
        }
        for (ClassicMember member : byId.values()) {
            if (member.isAwaitingJoin()) {
                leaderId = member.memberId();
                return true;
            }
        }
        return false;
    }

    int countAwaitingJoin() {
        int count = 0;
        for (ClassicMember member : byId.values()) {
            count += member.isAwaitingJoin() ? 1 : 0;
        }
        return count;
    }

    boolean isPending(String memberId) {
        return pending.containsKey(memberId);
    }

    int countPending() {
        return pending.size();
    }

    void addPending(String memberId, Session session) {
        pending.put(memberId, session);
    }

    void removePending(String memberId) {
        Session session = pending.remove(memberId);
        if (session != null) {
            session.end();
        }
    }

    /** True if everybody who is known is waiting for the joining to end. */
    boolean haveAllJoined() {
        return pending.isEmpty() && countAwaitingJoin() == byId.size();
    }

    /** Ends every session; the group is over. */
    void endSessions() {
        byId.values().forEach(member -> member.session().end());
        pending.values().forEach(Session::end);
    }
}
