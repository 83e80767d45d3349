package dev.naru.coordinator.group.classic;

import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The members of a classic group in the order they came, by member id and, where they have one, by static id; and the
 * pending ones, who were given a member id and have not come back with it.
 *
 * <p>Threading: confined to the shard's loop.
 */
final class Members {
    private final Map<String, ClassicMember> byId = new LinkedHashMap<>();
    private final Map<String, String> idByInstance = new HashMap<>();
    private final Map<String, Session> pending = new HashMap<>();

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

    void add(ClassicMember member) {
        byId.put(member.memberId(), member);
        String instanceId = member.instanceId();
        if (instanceId != null) {
            idByInstance.put(instanceId, member.memberId());
        }
        removePending(member.memberId());
    }

    void remove(ClassicMember member) {
        byId.remove(member.memberId());
        String instanceId = member.instanceId();
        if (instanceId != null) {
            idByInstance.remove(instanceId, member.memberId());
        }
        member.session().end();
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
