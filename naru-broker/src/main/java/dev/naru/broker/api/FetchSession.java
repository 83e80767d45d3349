package dev.naru.broker.api;

import dev.naru.protocol.ErrorCode;
import dev.naru.protocol.message.FetchRequest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a broker remembers between the fetch requests of one client (KIP-227): which partitions it wants, from which offset
 * on, and what it was told about them last. So a request names only what is different, and so does the response.
 *
 * <p>Partitions keep the order they came in, and go to the end when they had data: none starves behind the others.
 *
 * <p>Threading: confined to the loop of its {@link FetchSessions}.
 */
final class FetchSession {
    private static final long NEVER_TOLD = -1;
    private static final int FIRST_INCREMENTAL_EPOCH = 1;

    private final int id;
    private final boolean usesTopicIds;
    private final long createdNanos;
    private final Map<FetchTarget.Key, Entry> entries = new LinkedHashMap<>();
    private int nextEpoch = FIRST_INCREMENTAL_EPOCH;
    private long lastUsedNanos;

    /** A partition of the session and what the client was told about it last. */
    private static final class Entry {
        FetchTarget target;
        long toldHighWatermark = NEVER_TOLD;
        long toldLogStartOffset = NEVER_TOLD;

        Entry(FetchTarget target) {
            this.target = target;
        }
    }

    FetchSession(int id, boolean usesTopicIds, List<FetchTarget> targets, long nowNanos) {
        this.id = id;
        this.usesTopicIds = usesTopicIds;
        this.createdNanos = nowNanos;
        this.lastUsedNanos = nowNanos;
        targets.forEach(target -> entries.put(target.key(), new Entry(target)));
    }

    int id() {
        return id;
    }

    int size() {
        return entries.size();
    }

    long createdNanos() {
        return createdNanos;
    }

    long lastUsedNanos() {
        return lastUsedNanos;
    }

    /** What is wrong with a request that claims to go on with this session, or null. */
    @Nullable
    ErrorCode problem(int epoch, boolean requestUsesTopicIds) {
        if (usesTopicIds != requestUsesTopicIds) {
            return ErrorCode.FETCH_SESSION_TOPIC_ID_ERROR;
        }
        return epoch == nextEpoch ? null : ErrorCode.INVALID_FETCH_SESSION_EPOCH;
    }

    /** Goes on with the next request: takes in what is different. */
    void onRequest(FetchRequest request, List<FetchTarget> changed, long nowNanos) {
        lastUsedNanos = nowNanos;
        nextEpoch = nextEpoch == Integer.MAX_VALUE ? FIRST_INCREMENTAL_EPOCH : nextEpoch + 1;
        for (FetchTarget target : changed) {
            Entry entry = entries.get(target.key());
            if (entry == null) {
                entries.put(target.key(), new Entry(target));
            } else {
                entry.target = target;
            }
        }
        for (FetchRequest.ForgottenTopic topic : request.forgottenTopicsData()) {
            for (int partition : topic.partitions()) {
                entries.remove(new FetchTarget.Key(topic.topicId(), topic.topic(), partition));
            }
        }
    }

    /** All that the client wants, in order. */
    List<FetchTarget> targets() {
        List<FetchTarget> targets = new ArrayList<>(entries.size());
        entries.values().forEach(entry -> targets.add(entry.target));
        return targets;
    }

    /** Notes what the client is told about this partition. True if it is something new to it. */
    boolean onTold(FetchPart part) {
        Entry entry = entries.get(part.target.key());
        if (entry == null) {
            return true;
        }
        boolean hasRecords = part.records().sizeBytes() > 0;
        boolean mustTell = hasRecords || part.error() != ErrorCode.NONE || part.divergence() != null;
        boolean moved = entry.toldHighWatermark != part.offsets().highWatermark()
                || entry.toldLogStartOffset != part.offsets().logStartOffset();
        entry.toldLogStartOffset = part.offsets().logStartOffset();
        // After an error the next answer without one is news, whatever the offsets are.
        entry.toldHighWatermark =
                part.error() == ErrorCode.NONE ? part.offsets().highWatermark() : NEVER_TOLD;
        if (hasRecords) {
            entries.remove(part.target.key());
            entries.put(part.target.key(), entry);
        }
        return mustTell || moved;
    }
}
