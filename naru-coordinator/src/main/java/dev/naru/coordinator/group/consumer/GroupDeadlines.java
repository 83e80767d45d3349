package dev.naru.coordinator.group.consumer;

import dev.naru.coordinator.runtime.Decision;
import dev.naru.coordinator.runtime.ShardTimers;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Until when a group waits: for the next heartbeat of each member, for partitions to be given up, for the next assignment to be
 * due. Not persistent: when a coordinator takes over, everybody gets a whole session.
 *
 * <p>There is one timer for the whole group. A heartbeat only writes down a later deadline; the timer finds out when it fires,
 * and is armed again for the deadline that is then next.
 *
 * <p>Threading: confined to the shard's loop.
 */
final class GroupDeadlines {
    private static final long NEVER = Long.MAX_VALUE;

    private final String groupId;
    private final ShardTimers timers;
    private final Function<String, Decision<Runnable>> onTime;
    private final Map<String, Long> sessions = new HashMap<>();
    private final Map<String, Long> revocations = new HashMap<>();
    private long assignmentMs = NEVER;
    private long armedForMs = NEVER;

    /** {@code onTime} is called with the group's id when a deadline may have passed. */
    GroupDeadlines(String groupId, ShardTimers timers, Function<String, Decision<Runnable>> onTime) {
        this.groupId = groupId;
        this.timers = timers;
        this.onTime = onTime;
    }

    private long nowMs() {
        return timers.clock().nanos() / 1_000_000;
    }

    /** The member has so long until it must be heard of again. */
    void awaitHeartbeat(String memberId, long timeoutMs) {
        long deadlineMs = nowMs() + timeoutMs;
        sessions.put(memberId, deadlineMs);
        arm(deadlineMs);
    }

    /** The member has so long to give partitions up, from when it was first told. */
    void awaitRevocation(String memberId, long timeoutMs) {
        if (!revocations.containsKey(memberId)) {
            long deadlineMs = nowMs() + timeoutMs;
            revocations.put(memberId, deadlineMs);
            arm(deadlineMs);
        }
    }

    /** The member has given up what it was to. */
    void onRevoked(String memberId) {
        revocations.remove(memberId);
    }

    /** An assignment is to be made in so long. */
    void awaitAssignment(long delayMs) {
        assignmentMs = Math.min(assignmentMs, nowMs() + delayMs);
        arm(assignmentMs);
    }

    /** The assignment has been made. */
    void onAssigned() {
        assignmentMs = NEVER;
    }

    private void arm(long deadlineMs) {
        if (deadlineMs < armedForMs) {
            armedForMs = deadlineMs;
            timers.schedule(Math.max(0, deadlineMs - nowMs()), () -> fire(deadlineMs));
        }
    }

    private Decision<Runnable> fire(long deadlineMs) {
        if (armedForMs == deadlineMs) {
            armedForMs = NEVER;
        }
        return onTime.apply(groupId);
    }

    /** The members whose time is up. They stay until {@link #keepOnly} says they are gone. */
    Set<String> expired() {
        long nowMs = nowMs();
        Set<String> expired = new HashSet<>();
        sessions.forEach((memberId, deadlineMs) -> {
            if (deadlineMs <= nowMs) {
                expired.add(memberId);
            }
        });
        revocations.forEach((memberId, deadlineMs) -> {
            if (deadlineMs <= nowMs) {
                expired.add(memberId);
            }
        });
        return expired;
    }

    /** True if the member's session, not only its time to give up, is over. */
    boolean isSessionOver(String memberId) {
        Long deadlineMs = sessions.get(memberId);
        return deadlineMs != null && deadlineMs <= nowMs();
    }

    /** Forgets everybody else, and waits for the next deadline that has not passed. */
    void keepOnly(Function<String, @Nullable ConsumerMember> members) {
        sessions.keySet().removeIf(memberId -> members.apply(memberId) == null);
        revocations.keySet().removeIf(memberId -> members.apply(memberId) == null);
        long nowMs = nowMs();
        long nextMs = assignmentMs > nowMs ? assignmentMs : NEVER;
        for (long deadlineMs : sessions.values()) {
            nextMs = deadlineMs > nowMs ? Math.min(nextMs, deadlineMs) : nextMs;
        }
        for (long deadlineMs : revocations.values()) {
            nextMs = deadlineMs > nowMs ? Math.min(nextMs, deadlineMs) : nextMs;
        }
        if (nextMs != NEVER) {
            arm(nextMs);
        }
    }
}
