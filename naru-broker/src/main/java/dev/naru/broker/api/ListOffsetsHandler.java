package dev.naru.broker.api;

import dev.naru.protocol.ErrorCode;
import dev.naru.protocol.message.ListOffsetsRequest;
import dev.naru.protocol.message.ListOffsetsResponse;
import dev.naru.replication.OffsetOutcome;
import dev.naru.replication.OffsetQuery;
import dev.naru.replication.ReadBound;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * ListOffsets 1–11: the ends of a partition, or the first record of a time.
 *
 * <p>Negative timestamps ask for something special: -1 the end the asker may see, -2 the beginning, -3 the largest
 * timestamp (since version 7), -4 the beginning on local disk (8), -5 the end of what remote storage has (9), -6 the first
 * that is not there yet (11). Naru has no remote storage, so -4 is the beginning and the last two have no answer: offset -1
 * without an error, as in Kafka. Any other negative timestamp, or one too new for the version, is UNSUPPORTED_VERSION. A
 * partition asked for twice is INVALID_REQUEST.
 *
 * <p>A consumer sees up to the high watermark, or to the last stable offset; a replica or a debugging tool to the log end.
 */
final class ListOffsetsHandler implements ApiHandler<ListOffsetsRequest> {
    private static final int CONSUMER = -1;
    private static final byte READ_COMMITTED = 1;
    private static final short LEADER_EPOCH_SINCE = 4;

    private final PartitionFinder partitions;

    ListOffsetsHandler(PartitionFinder partitions) {
        this.partitions = partitions;
    }

    @Override
    public void handle(ListOffsetsRequest request, RequestContext context) {
        PartitionTasks tasks = new PartitionTasks();
        List<ListOffsetsResponse.ListOffsetsTopicResponse> topics = new ArrayList<>();
        ReadBound bound = bound(request);
        for (ListOffsetsRequest.ListOffsetsTopic topic : request.topics()) {
            List<ListOffsetsResponse.ListOffsetsPartitionResponse> responses = new ArrayList<>();
            Set<Integer> duplicates = duplicates(topic);
            Set<Integer> answered = new HashSet<>();
            for (ListOffsetsRequest.ListOffsetsPartition asked : topic.partitions()) {
                if (!answered.add(asked.partitionIndex())) {
                    continue;
                }
                ListOffsetsResponse.ListOffsetsPartitionResponse response =
                        new ListOffsetsResponse.ListOffsetsPartitionResponse().partitionIndex(asked.partitionIndex());
                responses.add(response);
                if (duplicates.contains(asked.partitionIndex())) {
                    response.errorCode(ErrorCode.INVALID_REQUEST.code());
                } else {
                    ask(asked, topic.name(), bound, response, context, tasks);
                }
            }
            topics.add(new ListOffsetsResponse.ListOffsetsTopicResponse()
                    .name(topic.name())
                    .partitions(responses));
        }
        tasks.run(context, () -> context.respond(new ListOffsetsResponse().topics(topics)));
    }

    private void ask(
            ListOffsetsRequest.ListOffsetsPartition asked,
            String topic,
            ReadBound bound,
            ListOffsetsResponse.ListOffsetsPartitionResponse response,
            RequestContext context,
            PartitionTasks tasks) {
        OffsetQuery.Kind kind = kind(asked.timestamp(), context.version());
        PartitionFinder.Found found = partitions.find(context.image(), topic, asked.partitionIndex());
        if (kind == null) {
            ErrorCode error = found.partition() == null ? found.error() : ErrorCode.UNSUPPORTED_VERSION;
            response.errorCode(error.code());
            return;
        }
        OffsetQuery query = new OffsetQuery(kind, asked.timestamp(), asked.currentLeaderEpoch(), bound);
        tasks.addLong(
                found,
                (partition, done) -> query.ask(partition, outcome -> {
                    fill(response, outcome, context.version());
                    done.run();
                }),
                error -> response.errorCode(error.code()));
    }

    private static Set<Integer> duplicates(ListOffsetsRequest.ListOffsetsTopic topic) {
        Set<Integer> seen = new HashSet<>();
        Set<Integer> duplicates = new HashSet<>();
        topic.partitions().forEach(asked -> {
            if (!seen.add(asked.partitionIndex())) {
                duplicates.add(asked.partitionIndex());
            }
        });
        return duplicates;
    }

    private static ReadBound bound(ListOffsetsRequest request) {
        if (request.replicaId() != CONSUMER) {
            return ReadBound.LOG_END;
        }
        return request.isolationLevel() == READ_COMMITTED ? ReadBound.LAST_STABLE_OFFSET : ReadBound.HIGH_WATERMARK;
    }

    private static OffsetQuery.@Nullable Kind kind(long timestamp, short version) {
        if (timestamp >= 0) {
            return OffsetQuery.Kind.BY_TIME;
        }
        for (SpecialTimestamp special : SpecialTimestamp.values()) {
            if (special.timestamp == timestamp) {
                return version >= special.since ? special.kind : null;
            }
        }
        return null;
    }

    private enum SpecialTimestamp {
        LATEST(-1, 1, OffsetQuery.Kind.LATEST),
        EARLIEST(-2, 1, OffsetQuery.Kind.EARLIEST),
        MAX_TIMESTAMP(-3, 7, OffsetQuery.Kind.MAX_TIMESTAMP),
        EARLIEST_LOCAL(-4, 8, OffsetQuery.Kind.EARLIEST),
        LATEST_TIERED(-5, 9, OffsetQuery.Kind.REMOTE),
        EARLIEST_PENDING_UPLOAD(-6, 11, OffsetQuery.Kind.REMOTE);

        private final long timestamp;
        private final int since;
        private final OffsetQuery.Kind kind;

        SpecialTimestamp(long timestamp, int since, OffsetQuery.Kind kind) {
            this.timestamp = timestamp;
            this.since = since;
            this.kind = kind;
        }
    }

    private static void fill(
            ListOffsetsResponse.ListOffsetsPartitionResponse response, OffsetOutcome outcome, short version) {
        if (outcome instanceof OffsetOutcome.Found found) {
            response.timestamp(found.timestampMs()).offset(found.offset());
            if (version >= LEADER_EPOCH_SINCE) {
                response.leaderEpoch(found.leaderEpoch());
            }
        } else if (outcome instanceof OffsetOutcome.Refused refused) {
            response.errorCode(ErrorCodes.of(refused.reason()).code());
        }
    }
}
