package dev.naru.coordinator.runtime;

import dev.naru.common.runtime.EventLoop;
import dev.naru.protocol.ErrorCode;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
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
 * waits is told to try again, and the log is loaded anew.
 *
 * <p>Threading: confined to the shard's loop.
 *
 * @param <S> the state machine
 */
public final class CoordinatorShard<S extends ShardState> {
    private static final Logger LOGGER = LoggerFactory.getLogger(CoordinatorShard.class);
    private static final int WAITING_RESPONSES_MAX = 100_000;

    private enum Phase {
        /** The log is being replayed. */
        LOADING,
        /** Requests are served. */
        ACTIVE,
        /** For good: this broker no longer leads the partition, or its log cannot be read. */
        CLOSED
    }

    private final String name;
    private final EventLoop loop;
    private final ShardLog log;
    private final RecordSerde serde;
    private final Supplier<S> newState;
    private final Deque<Waiting> waiting = new ArrayDeque<>();
    private final RecordBatcher batcher;
    private S state;
    private Phase phase = Phase.LOADING;
    private boolean flushScheduled;

    /** A shard that knows nothing yet; {@code name} is for log lines. */
    public CoordinatorShard(String name, EventLoop loop, ShardLog log, RecordSerde serde, Supplier<S> newState) {
        this.name = name;
        this.loop = loop;
        this.log = log;
        this.serde = serde;
        this.newState = newState;
        this.batcher = new RecordBatcher(log.batchSizeBytesMax());
        this.state = newState.get();
    }

    /** The loop it is confined to. Safe from any thread. */
    public EventLoop loop() {
        return loop;
    }

    /** Replays the log; requests are served once that is done. */
    public void load() {
        loop.checkCurrent();
        phase = Phase.LOADING;
        S loading = newState.get();
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

    private void onLoaded(S loaded, long recordCount, long tookNanos) {
        if (phase != Phase.LOADING || loaded != state) {
            return;
        }
        phase = Phase.ACTIVE;
        log.onCommitted(this::onCommitted);
        loaded.onLoaded();
        LOGGER.info("loaded coordinator shard={} records={} tookMs={}", name, recordCount, tookNanos / 1_000_000);
    }

    private void onLoadFailed(S loading, Throwable cause) {
        if (phase == Phase.LOADING && loading == state) {
            LOGGER.error("cannot load coordinator shard={}", name, cause);
            unload();
        }
    }

    /** This broker no longer leads the partition: whoever waits is sent to the one that does. */
    public void unload() {
        loop.checkCurrent();
        if (phase != Phase.CLOSED) {
            boolean wasActive = phase == Phase.ACTIVE;
            phase = Phase.CLOSED;
            log.onCommitted(null);
            refuseAll(ErrorCode.NOT_COORDINATOR);
            if (wasActive) {
                state.onUnloaded();
            }
            batcher.close();
        }
    }

    /**
     * Serves a request.
     *
     * @param handler reads the state and decides; it changes nothing
     * @param answer gets the response once it may leave, on the loop
     * @param refused gets the reason instead: the request has changed nothing, or its outcome is unknown and the client
     *     tries again
     */
    public <T> void decide(Function<S, Decision<T>> handler, Consumer<T> answer, Consumer<ErrorCode> refused) {
        loop.checkCurrent();
        ErrorCode refusal = refusal();
        if (refusal != ErrorCode.NONE) {
            refused.accept(refusal);
            return;
        }
        Decision<T> decision = handler.apply(state);
        if (!decision.records().isEmpty() && !write(decision.records())) {
            refused.accept(phase == Phase.ACTIVE ? ErrorCode.RECORD_LIST_TOO_LARGE : refusal());
            return;
        }
        waiting.add(new Waiting(
                log.endOffset() + batcher.recordCount(), () -> answer.accept(decision.response()), refused));
        if (batcher.isEmpty()) {
            onCommitted(log.committedOffset());
        }
    }

    /** Why requests are refused now, or {@link ErrorCode#NONE}. */
    public ErrorCode refusal() {
        if (phase == Phase.LOADING) {
            return ErrorCode.COORDINATOR_LOAD_IN_PROGRESS;
        }
        if (phase == Phase.CLOSED) {
            return ErrorCode.NOT_COORDINATOR;
        }
        if (waiting.size() >= WAITING_RESPONSES_MAX) {
            return ErrorCode.COORDINATOR_NOT_AVAILABLE;
        }
        return log.refusal();
    }

    /** The state, for what needs no answer and changes nothing persistent: a timer looking around. Null unless active. */
    public @Nullable S activeState() {
        loop.checkCurrent();
        return phase == Phase.ACTIVE ? state : null;
    }

    private boolean write(List<CoordinatorRecord> records) {
        List<RecordBatcher.Encoded> encoded =
                records.stream().map(RecordBatcher.Encoded::of).toList();
        if (!batcher.fits(encoded)) {
            flush();
            if (phase != Phase.ACTIVE || !batcher.fits(encoded)) {
                return false;
            }
        }
        long offset = log.endOffset() + batcher.recordCount();
        long nowMs = loop.clock().wallMs();
        batcher.add(encoded, nowMs);
        for (CoordinatorRecord record : records) {
            state.replay(RecordOrigin.plain(offset++, nowMs), record);
        }
        if (!flushScheduled) {
            flushScheduled = true;
            loop.execute(this::flush);
        }
        return true;
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
            refuseAll(outcome);
            state.onUnloaded();
            load();
            return;
        }
        onCommitted(log.committedOffset());
    }

    private void onCommitted(long committedOffset) {
        for (Waiting first = waiting.peek(); first != null && first.offset <= committedOffset; first = waiting.peek()) {
            waiting.remove();
            first.answer.run();
        }
    }

    private void refuseAll(ErrorCode reason) {
        batcher.clear();
        for (Waiting first = waiting.poll(); first != null; first = waiting.poll()) {
            first.refused.accept(reason);
        }
    }

    /** A response that may leave once everything below {@code offset} is committed. */
    private record Waiting(long offset, Runnable answer, Consumer<ErrorCode> refused) {}
}
