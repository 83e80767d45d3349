package dev.naru.coordinator.runtime;

import dev.naru.common.runtime.EventLoop;
import dev.naru.protocol.ErrorCode;
import dev.naru.record.BatchView;
import dev.naru.record.EndTransactionMarker;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One partition of an internal topic and the state it holds, while this broker leads it.
 *
 * <p>Life: {@link #load} replays the log, meanwhile requests are answered with COORDINATOR_LOAD_IN_PROGRESS; then {@link
 * #decide} serves; {@link #unload} ends it. A request's decision is replayed at once, so that the next request sees it, and
 * appended with those of the same turn of the loop as one batch. Its response waits until the batch, and whatever else had
 * been replayed when the decision was made, is committed; so no response ever tells of something that a failover could take
 * back.
 *
 * <p>If the append is refused after the replay, the state holds what the log does not. It is thrown away, everybody who
 * waits is told to try again, and the log is loaded anew. What belongs to a transaction is appended at once, before the
 * replay, because the log may refuse it for the producer's sake alone.
 *
 * <p>Threading: confined to the shard's loop.
 *
 * @param <S> the state machine
 */
public final class CoordinatorShard<S extends ShardState> {
    private static final Logger LOGGER = LoggerFactory.getLogger(CoordinatorShard.class);

    private enum Phase {
        /** The log is being replayed. */
        LOADING,
        /** Requests are served. */
        ACTIVE,
        /** For good: the log cannot be read. */
        FAILED,
        /** For good: this broker no longer leads the partition. */
        CLOSED
    }

    private final String name;
    private final EventLoop loop;
    private final ShardLog log;
    private final RecordSerde serde;
    private final Function<ShardTimers, S> newState;
    private final PendingResponses responses = new PendingResponses();
    private final RecordBatcher batcher;
    private S state;
    private Phase phase = Phase.LOADING;
    private boolean flushScheduled;

    /** A shard that knows nothing yet; {@code name} is for log lines. */
    public CoordinatorShard(
            String name, EventLoop loop, ShardLog log, RecordSerde serde, Function<ShardTimers, S> newState) {
        this.name = name;
        this.loop = loop;
        this.log = log;
        this.serde = serde;
        this.newState = newState;
        this.batcher = new RecordBatcher(log.batchSizeBytesMax());
        this.state = newState();
    }

    /** The loop it is confined to. Safe from any thread. */
    public EventLoop loop() {
        return loop;
    }

    /** Replays the log; requests are served once that is done. */
    public void load() {
        loop.checkCurrent();
        phase = Phase.LOADING;
        S loading = newState();
        state = loading;
        ShardLoader loader = new ShardLoader(serde, loading);
        long startNanos = loop.clock().nanos();
        log.readAll(
                loader::replay,
                () -> {
                    loader.close();
                    onLoaded(loading, loader.recordCount(), loop.clock().nanos() - startNanos);
                },
                cause -> {
                    loader.close();
                    onLoadFailed(loading, cause);
                });
    }

    private S newState() {
        StateTimers timers = new StateTimers(this, batcher.sizeBytesMax());
        S made = newState.apply(timers);
        timers.belongTo(made);
        return made;
    }

    private void onLoaded(S loaded, long recordCount, long tookNanos) {
        if (phase != Phase.LOADING || loaded != state) {
            return;
        }
        phase = Phase.ACTIVE;
        log.onCommitted(responses::onCommitted);
        loaded.onLoaded();
        if (recordCount > 0) {
            LOGGER.info("loaded coordinator shard={} records={} tookMs={}", name, recordCount, tookNanos / 1_000_000);
        }
    }

    private void onLoadFailed(S loading, Throwable cause) {
        if (phase == Phase.LOADING && loading == state) {
            LOGGER.error("cannot load coordinator shard={}", name, cause);
            phase = Phase.FAILED;
        }
    }

    /** This broker no longer leads the partition: whoever waits is sent to the one that does. */
    public void unload() {
        loop.checkCurrent();
        if (phase == Phase.CLOSED) {
            return;
        }
        boolean wasActive = phase == Phase.ACTIVE;
        phase = Phase.CLOSED;
        log.onCommitted(null);
        refuseAll(ErrorCode.NOT_COORDINATOR);
        if (wasActive) {
            state.onUnloaded();
        }
        batcher.close();
    }

    /**
     * Serves a request.
     *
     * @param handler reads the state and decides; of what is persistent it changes nothing
     * @param answer gets the response once it may leave, on the loop
     * @param refused gets the reason instead: the request has changed nothing, or its outcome is unknown and the client
     *     tries again
     */
    public <T> void decide(Function<S, Decision<T>> handler, Consumer<T> answer, Consumer<ErrorCode> refused) {
        loop.checkCurrent();
        ErrorCode refusal = refusal();
        if (refusal == ErrorCode.NONE) {
            Decision<T> decision = handler.apply(state);
            refusal = decision.records().isEmpty() ? ErrorCode.NONE : write(decision);
            if (refusal == ErrorCode.NONE) {
                await(() -> answer.accept(decision.response()), refused);
                return;
            }
        }
        refused.accept(refusal);
    }

    /** As {@link #endTransaction(TransactionEnd, boolean, Consumer)}, for a producer that keeps its epoch. */
    public void endTransaction(TransactionEnd end, Consumer<ErrorCode> done) {
        endTransaction(end, false, done);
    }

    /**
     * Ends a producer's transaction in this partition: writes the marker and makes its records true, or forgets them.
     *
     * @param ofNewEpoch true if the producer got a new epoch with the end; a transaction of that epoch is the next one
     * @param done gets {@link ErrorCode#NONE} once the marker is committed, or why there is none
     */
    public void endTransaction(TransactionEnd end, boolean ofNewEpoch, Consumer<ErrorCode> done) {
        loop.checkCurrent();
        ErrorCode refusal = refusal();
        if (refusal == ErrorCode.NONE) {
            flush();
            // The flush may have begun to load anew.
            refusal = refusal();
        }
        if (refusal == ErrorCode.NONE) {
            long offset = log.endOffset();
            ByteBuffer marker = new EndTransactionMarker(end.committed(), end.coordinatorEpoch())
                    .toBatch(
                            loop.clock().wallMs(),
                            BatchView.NO_LEADER_EPOCH,
                            end.producer().id(),
                            end.producer().epoch());
            refusal = log.appendMarker(marker, ofNewEpoch);
            if (refusal == ErrorCode.NONE) {
                state.replayEnd(offset, end);
                await(() -> done.accept(ErrorCode.NONE), done);
                return;
            }
        }
        done.accept(refusal);
    }

    /** Why requests are refused now, or {@link ErrorCode#NONE}. */
    public ErrorCode refusal() {
        return switch (phase) {
            case LOADING -> ErrorCode.COORDINATOR_LOAD_IN_PROGRESS;
            case FAILED -> ErrorCode.COORDINATOR_NOT_AVAILABLE;
            case CLOSED -> ErrorCode.NOT_COORDINATOR;
            case ACTIVE -> responses.isFull() ? ErrorCode.COORDINATOR_NOT_AVAILABLE : log.refusal();
        };
    }

    /** The state, for tests and for what only looks. Null unless it is in service. */
    public @Nullable S activeState() {
        loop.checkCurrent();
        return phase == Phase.ACTIVE ? state : null;
    }

    private ErrorCode write(Decision<?> decision) {
        ErrorCode refusal = log.writeRefusal();
        if (refusal != ErrorCode.NONE) {
            return refusal;
        }
        List<RecordBatcher.Encoded> encoded =
                decision.records().stream().map(RecordBatcher.Encoded::of).toList();
        boolean isTransactional = decision.producer().exists();
        if (isTransactional || !batcher.fits(encoded)) {
            flush();
            refusal = refusal();
            if (refusal != ErrorCode.NONE) {
                return refusal;
            }
            if (!batcher.fits(encoded)) {
                return ErrorCode.RECORD_LIST_TOO_LARGE;
            }
        }
        return isTransactional ? writeTransactional(decision, encoded) : writeSoon(decision, encoded);
    }

    private ErrorCode writeSoon(Decision<?> decision, List<RecordBatcher.Encoded> encoded) {
        long offset = log.endOffset() + batcher.recordCount();
        long nowMs = loop.clock().wallMs();
        batcher.add(encoded, nowMs);
        replay(decision, offset, nowMs);
        if (!flushScheduled) {
            flushScheduled = true;
            loop.execute(this::flush);
        }
        return ErrorCode.NONE;
    }

    private ErrorCode writeTransactional(Decision<?> decision, List<RecordBatcher.Encoded> encoded) {
        long offset = log.endOffset();
        long nowMs = loop.clock().wallMs();
        batcher.belongTo(decision.producer());
        batcher.add(encoded, nowMs);
        ErrorCode outcome = log.append(batcher.build());
        batcher.clear();
        if (outcome == ErrorCode.NONE) {
            replay(decision, offset, nowMs);
        }
        return outcome;
    }

    private void replay(Decision<?> decision, long firstOffset, long nowMs) {
        long offset = firstOffset;
        for (CoordinatorRecord record : decision.records()) {
            state.replay(new RecordOrigin(offset++, nowMs, decision.producer()), record);
        }
    }

    private void flush() {
        flushScheduled = false;
        if (phase != Phase.ACTIVE || batcher.isEmpty()) {
            return;
        }
        ErrorCode outcome = log.append(batcher.build());
        batcher.clear();
        if (outcome != ErrorCode.NONE) {
            LOGGER.warn("append refused, loading anew shard={} error={}", name, outcome);
            log.onCommitted(null);
            S before = state;
            load();
            refuseAll(outcome);
            before.onUnloaded();
            return;
        }
        responses.onCommitted(log.committedOffset());
    }

    private void await(Runnable answer, Consumer<ErrorCode> refused) {
        responses.add(log.endOffset() + batcher.recordCount(), answer, refused);
        responses.onCommitted(log.committedOffset());
    }

    private void refuseAll(ErrorCode reason) {
        batcher.clear();
        responses.refuseAll(reason);
    }
}
