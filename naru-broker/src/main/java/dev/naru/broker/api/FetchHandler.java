package dev.naru.broker.api;

import dev.naru.broker.config.BrokerConfig;
import dev.naru.common.runtime.EventLoop;
import dev.naru.protocol.ErrorCode;
import dev.naru.protocol.message.FetchRequest;
import dev.naru.protocol.message.FetchResponse;
import dev.naru.record.Compression;
import dev.naru.record.CompressionType;
import dev.naru.record.FileSlice;
import dev.naru.replication.Partition;
import dev.naru.replication.ReadBound;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Fetch 4–18. Records leave as they lie in the log, from the page cache. From version 7 on a client can have a session and
 * say only what changes; from version 13 on topics are named by id.
 *
 * <p>The first batch found is sent whole even if it is larger than every limit, or a consumer could never get past it. A
 * request that finds less than its minimum waits, woken by appends, until its time is up; anything wrong with a partition
 * ends the wait, except that it is unknown, which a client finds out with the next answer anyway. A wait is never longer
 * than five minutes.
 *
 * <p>Records that may be on the disk only are read into the page cache first ({@link ColdReads}).
 *
 * <p>Before version 10, a topic stored with zstd is refused, as in Kafka. An isolation level other than 0 and 1 is
 * INVALID_REQUEST where Kafka answers UNKNOWN_SERVER_ERROR.
 */
final class FetchHandler implements ApiHandler<FetchRequest> {
    private static final short TOPIC_IDS_SINCE = 13;
    private static final short ZSTD_SINCE = 10;
    private static final short REPLICA_STATE_SINCE = 15;
    private static final int WAIT_MS_MAX = 300_000;
    private static final int NO_SESSION = 0;
    private static final int FIRST_EPOCH = 0;
    private static final int FINAL_EPOCH = -1;

    private final PartitionFinder partitions;
    private final int responseSizeBytesMax;
    private final List<EventLoop> loops;
    private final Map<EventLoop, FetchSessions> sessionsByLoop = new HashMap<>();
    private final Map<EventLoop, ColdReads> coldReadsByLoop = new HashMap<>();

    FetchHandler(PartitionFinder partitions, BrokerConfig.Fetching config, BrokerServices.Ground ground) {
        this.partitions = partitions;
        this.responseSizeBytesMax = config.responseSizeBytesMax();
        this.loops = ground.loops().all();
        int count = loops.size();
        for (int number = 0; number < count; number++) {
            int slots = (config.sessionsMax() + count - 1 - number) / count;
            EventLoop loop = loops.get(number);
            sessionsByLoop.put(
                    loop,
                    new FetchSessions(
                            new FetchSessions.Share(number, count, slots),
                            loop.clock(),
                            new SplittableRandom(ground.random().nextLong())));
            coldReadsByLoop.put(loop, new ColdReads(ground.ioPool(), loop));
        }
    }

    @Override
    public void handle(FetchRequest request, RequestContext context) {
        // Everything was copied out; a request that waits must not hold the memory it came in.
        context.releaseBuffer();
        if (bound(request, context.version()) == null) {
            context.respond(new FetchResponse().errorCode(ErrorCode.INVALID_REQUEST.code()));
            return;
        }
        EventLoop owner = request.sessionId() == NO_SESSION
                ? context.loop()
                : loops.get(FetchSessions.loopNumberOf(request.sessionId(), loops.size()));
        context.runOn(owner, () -> begin(request, context, owner));
    }

    private void begin(FetchRequest request, RequestContext context, EventLoop owner) {
        FetchSessions sessions = sessionsByLoop.get(owner);
        if (sessions == null) {
            throw new IllegalStateException("a request on a loop that is none of the broker's");
        }
        List<FetchTarget> named = targets(request);
        boolean isWhole = request.sessionEpoch() == FIRST_EPOCH || request.sessionEpoch() == FINAL_EPOCH;
        if (isWhole) {
            sessions.remove(request.sessionId());
            FetchSession session = request.sessionEpoch() == FINAL_EPOCH
                    ? null
                    : sessions.create(context.version() >= TOPIC_IDS_SINCE, named);
            fetch(request, context, owner, new Round(session, named, true));
            return;
        }
        FetchSession session = sessions.find(request.sessionId());
        ErrorCode problem = session == null
                ? ErrorCode.FETCH_SESSION_ID_NOT_FOUND
                : session.problem(request.sessionEpoch(), context.version() >= TOPIC_IDS_SINCE);
        if (session == null || problem != null) {
            ErrorCode error = problem == null ? ErrorCode.FETCH_SESSION_ID_NOT_FOUND : problem;
            context.respond(new FetchResponse().errorCode(error.code()));
            return;
        }
        session.onRequest(request, named, owner.clock().nanos());
        if (session.size() == 0) {
            sessions.remove(session.id());
            fetch(request, context, owner, new Round(null, List.of(), true));
        } else {
            fetch(request, context, owner, new Round(session, session.targets(), false));
        }
    }

    /**
     * A request and its session.
     *
     * @param session null if there is none
     * @param isWhole true if the response speaks of all partitions, not only of those with news
     */
    private record Round(@Nullable FetchSession session, List<FetchTarget> targets, boolean isWhole) {}

    private void fetch(FetchRequest request, RequestContext context, EventLoop owner, Round round) {
        List<FetchPart> parts = new ArrayList<>(round.targets.size());
        for (FetchTarget target : round.targets) {
            parts.add(part(target, context));
        }
        ReadBound bound = bound(request, context.version());
        Fetch.Limits limits = new Fetch.Limits(
                request.minBytes(),
                Math.min(request.maxBytes(), responseSizeBytesMax),
                Math.min(request.maxWaitMs(), WAIT_MS_MAX),
                bound == null ? ReadBound.HIGH_WATERMARK : bound);
        new Fetch(context, owner, limits, parts, () -> load(context, owner, round, parts)).start();
    }

    private FetchPart part(FetchTarget target, RequestContext context) {
        FetchTarget.Key key = target.key();
        PartitionFinder.Found found = context.version() >= TOPIC_IDS_SINCE
                ? partitions.find(context.image(), key.topicId(), key.partition())
                : partitions.find(context.image(), key.topic(), key.partition());
        Partition partition = found.partition();
        if (partition == null) {
            return FetchPart.failed(target, found.error());
        }
        Compression compression = partition.config().batches().compression();
        boolean isZstd = compression != null && compression.type() == CompressionType.ZSTD;
        return isZstd && context.version() < ZSTD_SINCE
                ? FetchPart.failed(target, ErrorCode.UNSUPPORTED_COMPRESSION_TYPE)
                : FetchPart.of(target, partition);
    }

    private static List<FetchTarget> targets(FetchRequest request) {
        List<FetchTarget> targets = new ArrayList<>();
        for (FetchRequest.FetchTopic topic : request.topics()) {
            for (FetchRequest.FetchPartition partition : topic.partitions()) {
                targets.add(FetchTarget.of(topic, partition));
            }
        }
        return targets;
    }

    private static @Nullable ReadBound bound(FetchRequest request, short version) {
        int replicaId = version >= REPLICA_STATE_SINCE ? request.replicaState().replicaId() : request.replicaId();
        if (replicaId >= 0) {
            return ReadBound.LOG_END;
        }
        return switch (request.isolationLevel()) {
            case 0 -> ReadBound.HIGH_WATERMARK;
            case 1 -> ReadBound.LAST_STABLE_OFFSET;
            default -> null;
        };
    }

    /** Answers once all records are where sending them does not wait for a disk. */
    private void load(RequestContext context, EventLoop owner, Round round, List<FetchPart> parts) {
        List<FileSlice> cold = new ArrayList<>();
        for (FetchPart part : parts) {
            if (part.records() instanceof FileSlice slice && slice.isCold()) {
                cold.add(slice);
            }
        }
        ColdReads coldReads = coldReadsByLoop.get(owner);
        if (cold.isEmpty() || coldReads == null) {
            answer(context, round, parts);
        } else {
            coldReads.load(cold, () -> context.runOn(owner, () -> answer(context, round, parts)));
        }
    }

    private void answer(RequestContext context, Round round, List<FetchPart> parts) {
        FetchAnswer answer = new FetchAnswer(context, partitions);
        FetchSession session = round.session;
        for (FetchPart part : parts) {
            boolean isNews = session == null || session.onTold(part);
            if (isNews || round.isWhole) {
                answer.add(part);
            } else {
                part.release();
            }
        }
        context.respond(answer.response().sessionId(session == null ? NO_SESSION : session.id()));
    }
}
