package dev.naru.client.consumer;

import dev.naru.client.cluster.Ask;
import dev.naru.common.TopicPartition;
import dev.naru.common.Uuid;
import dev.naru.protocol.ErrorCode;
import dev.naru.protocol.message.FetchRequest;
import dev.naru.protocol.message.FetchResponse;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The fetch session with one broker (KIP-227): both sides remember what is fetched, requests carry what changed, and
 * answers carry partitions with news. One request is in flight at a time.
 *
 * <p>The session epoch is zero to begin a session (and end the one of this id, if there is one), then counts the requests.
 * Whatever goes wrong, the way back is epoch zero and everything in full.
 *
 * <p>Threading: confined to the client's loop.
 */
final class FetchSession {
    private static final int NEWEST_VERSION_BY_NAME = 12;
    private static final int NO_SESSION = 0;
    private static final int NEW_SESSION_EPOCH = 0;

    private int id = NO_SESSION;
    private int epoch = NEW_SESSION_EPOCH;
    private boolean byId;
    private Map<TopicPartition, Wanted> known = Map.of();
    private Map<TopicPartition, Wanted> asked = Map.of();
    private final Map<Uuid, String> topicNames = new HashMap<>();
    private boolean inFlight;

    boolean isInFlight() {
        return inFlight;
    }

    /** The request that asks for exactly this. */
    Ask<FetchResponse> ask(Map<TopicPartition, Wanted> wanted, ConsumerConfig config, int timeoutMs) {
        boolean allHaveIds = wanted.values().stream().noneMatch(each -> each.topicId.isZero());
        if (allHaveIds != byId) {
            // The two ways to name topics do not mix in one session.
            byId = allHaveIds;
            epoch = NEW_SESSION_EPOCH;
        }
        if (epoch == NEW_SESSION_EPOCH) {
            known = Map.of();
        }
        ConsumerConfig.Fetching fetching = config.fetching();
        FetchRequest request = new FetchRequest()
                .maxWaitMs(fetching.maxWaitMs())
                .minBytes(fetching.minBytes())
                .maxBytes(fetching.sizeBytesMax())
                .isolationLevel((byte) (config.readCommitted() ? 1 : 0))
                .sessionId(id)
                .sessionEpoch(epoch)
                .topics(changed(wanted, fetching.partitionSizeBytesMax()))
                .forgottenTopicsData(forgotten(wanted));
        asked = Map.copyOf(wanted);
        topicNames.clear();
        wanted.forEach((partition, each) -> topicNames.put(each.topicId, partition.topic()));
        inFlight = true;
        Ask<FetchResponse> ask = Ask.of(request, FetchResponse.class, timeoutMs + fetching.maxWaitMs());
        return byId ? ask : ask.atMost(NEWEST_VERSION_BY_NAME);
    }

    /** Takes the session's part of an answer; {@code NONE} if its partitions mean something. */
    ErrorCode onAnswer(FetchResponse response) {
        inFlight = false;
        ErrorCode error = ErrorCode.of(response.errorCode());
        if (error == ErrorCode.FETCH_SESSION_ID_NOT_FOUND) {
            id = NO_SESSION;
            epoch = NEW_SESSION_EPOCH;
        } else if (error != ErrorCode.NONE) {
            epoch = NEW_SESSION_EPOCH;
        } else if (epoch == NEW_SESSION_EPOCH) {
            id = response.sessionId();
            epoch = id == NO_SESSION ? NEW_SESSION_EPOCH : 1;
        } else {
            epoch = epoch == Integer.MAX_VALUE ? 1 : epoch + 1;
        }
        known = asked;
        return error;
    }

    void onNoAnswer() {
        inFlight = false;
        epoch = NEW_SESSION_EPOCH;
    }

    /** What was asked for of this partition in the request just answered, or null if nothing was. */
    @Nullable
    Wanted asked(TopicPartition partition) {
        return asked.get(partition);
    }

    /** The topic's name in an answer, or null if it is not one of those asked for. */
    @Nullable
    String topicName(FetchResponse.FetchableTopicResponse topic) {
        return byId ? topicNames.get(topic.topicId()) : topic.topic();
    }

    private List<FetchRequest.FetchTopic> changed(Map<TopicPartition, Wanted> wanted, int partitionSizeBytesMax) {
        Map<String, FetchRequest.FetchTopic> topics = new LinkedHashMap<>();
        wanted.forEach((partition, each) -> {
            if (!each.equals(known.get(partition))) {
                topics.computeIfAbsent(
                                partition.topic(),
                                name -> new FetchRequest.FetchTopic()
                                        .topic(name)
                                        .topicId(each.topicId)
                                        .partitions(new ArrayList<>()))
                        .partitions()
                        .add(new FetchRequest.FetchPartition()
                                .partition(partition.partition())
                                .currentLeaderEpoch(each.leaderEpoch)
                                .fetchOffset(each.offset)
                                .partitionMaxBytes(partitionSizeBytesMax));
            }
        });
        return new ArrayList<>(topics.values());
    }

    private List<FetchRequest.ForgottenTopic> forgotten(Map<TopicPartition, Wanted> wanted) {
        Map<Uuid, Map<String, FetchRequest.ForgottenTopic>> topics = new LinkedHashMap<>();
        known.forEach((partition, each) -> {
            Wanted now = wanted.get(partition);
            if (now == null || !now.topicId.equals(each.topicId)) {
                topics.computeIfAbsent(each.topicId, ignored -> new LinkedHashMap<>())
                        .computeIfAbsent(
                                partition.topic(),
                                name -> new FetchRequest.ForgottenTopic()
                                        .topic(name)
                                        .topicId(each.topicId)
                                        .partitions(new ArrayList<>()))
                        .partitions()
                        .add(partition.partition());
            }
        });
        return topics.values().stream()
                .flatMap(byName -> byName.values().stream())
                .toList();
    }

    /**
     * What is wanted of a partition.
     *
     * @param topicId its topic's id, or zero
     * @param offset from where
     * @param leaderEpoch the epoch the leader should have, -1 if not known
     * @param generation of the {@link AssignedPartition} that wants it
     */
    record Wanted(Uuid topicId, long offset, int leaderEpoch, long generation) {
        /** Equal if the broker would do the same. */
        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Wanted that
                    && topicId.equals(that.topicId)
                    && offset == that.offset
                    && leaderEpoch == that.leaderEpoch;
        }

        @Override
        public int hashCode() {
            return Long.hashCode(offset);
        }
    }
}
