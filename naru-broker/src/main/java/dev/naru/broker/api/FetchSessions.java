package dev.naru.broker.api;

import dev.naru.common.runtime.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The fetch sessions of one loop, as many as its share of {@code max.incremental.fetch.session.cache.slots}. When all slots
 * are taken, a new session takes that of one that has not been used for two minutes, or of a smaller one that has been here
 * for two minutes: big sessions save most. Otherwise the client gets no session and sends whole requests.
 *
 * <p>A session's id says which loop it is on, so that a client that comes back by another connection finds it.
 *
 * <p>Threading: confined to its loop.
 */
final class FetchSessions {
    private static final long KEPT_AT_LEAST_NANOS = 120_000_000_000L;
    private static final int ID_ATTEMPTS_MAX = 100;

    private final Share share;
    private final Clock clock;
    private final RandomGenerator random;
    private final Map<Integer, FetchSession> byId = new HashMap<>();

    /**
     * Which part of all sessions this is.
     *
     * @param loopNumber the number of its loop
     * @param loops how many loops there are
     * @param slots how many sessions this loop may have
     */
    record Share(int loopNumber, int loops, int slots) {}

    FetchSessions(Share share, Clock clock, RandomGenerator random) {
        this.share = share;
        this.clock = clock;
        this.random = random;
    }

    /** The number of the loop that a session of this id lives on. */
    static int loopNumberOf(int sessionId, int loops) {
        return Math.floorMod(sessionId, loops);
    }

    @Nullable
    FetchSession find(int id) {
        return byId.get(id);
    }

    void remove(int id) {
        byId.remove(id);
    }

    int count() {
        return byId.size();
    }

    /** A new session for these partitions, or null if there is no place for it. */
    @Nullable
    FetchSession create(boolean usesTopicIds, List<FetchTarget> targets) {
        long nowNanos = clock.nanos();
        if (targets.isEmpty() || !makeRoom(targets.size(), nowNanos)) {
            return null;
        }
        int id = newId();
        if (id == 0) {
            return null;
        }
        FetchSession session = new FetchSession(id, usesTopicIds, targets, nowNanos);
        byId.put(id, session);
        return session;
    }

    private boolean makeRoom(int size, long nowNanos) {
        if (byId.size() < share.slots) {
            return true;
        }
        FetchSession victim = null;
        for (FetchSession session : byId.values()) {
            boolean isIdle = nowNanos - session.lastUsedNanos() > KEPT_AT_LEAST_NANOS;
            boolean isSmaller = session.size() < size && nowNanos - session.createdNanos() > KEPT_AT_LEAST_NANOS;
            if ((isIdle || isSmaller) && (victim == null || session.lastUsedNanos() < victim.lastUsedNanos())) {
                victim = session;
            }
        }
        if (victim == null) {
            return false;
        }
        byId.remove(victim.id());
        return true;
    }

    /** Positive, not in use, and with a remainder that is the loop's number; zero if none was found. */
    private int newId() {
        int highest = Integer.MAX_VALUE / share.loops - 1;
        for (int attempt = 0; attempt < ID_ATTEMPTS_MAX; attempt++) {
            int id = (1 + random.nextInt(highest - 1)) * share.loops + share.loopNumber;
            if (!byId.containsKey(id)) {
                return id;
            }
        }
        return 0;
    }
}
