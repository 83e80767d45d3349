package dev.naru.controller;

import dev.naru.common.runtime.EventLoop;
import dev.naru.metadata.AppendOutcome;
import dev.naru.metadata.ClusterDelta;
import dev.naru.metadata.ClusterImage;
import dev.naru.metadata.LogPosition;
import dev.naru.metadata.MetadataFollower;
import dev.naru.metadata.MetadataLog;
import dev.naru.protocol.PersistedRecord;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one that decides. Operations wait in a queue; while an append is under way more of them gather. Then all that fit are
 * decided one after the other, each on the image the ones before it lead to, appended as one batch, and answered when that
 * batch is durable and has been told to everybody who listens to images.
 *
 * <p>If an append fails, nobody knows what the log holds. The controller then resigns: it answers everything with {@link
 * ControllerOutcome.NotController}, decides nothing more, and says so to {@code onResigned}. It never goes on.
 *
 * <p>Threading: {@link #submit} from any thread; everything else confined to the metadata loop.
 */
public final class Controller {
    /** Operations that wait, at most. */
    static final int OPERATIONS_QUEUED_MAX = 10_000;

    /** Once a batch has this many bytes no further operation is added to it; far below what a log takes. */
    static final int BATCH_SIZE_BYTES_FULL = MetadataLog.BATCH_SIZE_BYTES_MAX / 4;

    /** What the records of one request may take. */
    static final int REQUEST_SIZE_BYTES_MAX = MetadataLog.BATCH_SIZE_BYTES_MAX / 4;

    private static final Logger LOGGER = LoggerFactory.getLogger(Controller.class);

    private final EventLoop loop;
    private final MetadataLog log;
    private final MetadataFollower follower;
    private final DecisionContext context;
    private final Consumer<Exception> onResigned;
    private final Queue<Pending<?>> waiting = new ArrayDeque<>();
    private State state = State.IDLE;
    private final int epoch;

    /** IDLE → APPENDING when a batch is handed to the log, and back when it is durable; any → RESIGNED, for good. */
    private enum State {
        /** Nothing is under way. */
        IDLE,
        /** A batch is on its way into the log; operations gather. */
        APPENDING,
        /** Decides no more. */
        RESIGNED
    }

    private record Pending<A>(Operation<A> operation, Consumer<ControllerOutcome<A>> done) {
        Decided<A> decide(ClusterImage image, DecisionContext context) {
            return new Decided<>(operation.decide(image, context), done);
        }
    }

    private record Decided<A>(Decision<A> decision, Consumer<ControllerOutcome<A>> done) {
        void answer(long endOffset) {
            done.accept(new ControllerOutcome.Done<>(decision.answer(), endOffset));
        }
    }

    /**
     * Takes over where {@code follower}, which has caught up, stands.
     *
     * @param onResigned told once, with the reason
     */
    public Controller(
            EventLoop loop,
            MetadataLog log,
            MetadataFollower follower,
            ControllerConfig config,
            RandomGenerator random,
            Consumer<Exception> onResigned) {
        this.loop = loop;
        this.log = log;
        this.follower = follower;
        this.context = new DecisionContext(config, random);
        this.onResigned = onResigned;
        this.epoch = follower.image().position().epoch() + 1;
    }

    /** The epoch under which it writes; that of the next controller is larger. */
    public int epoch() {
        return epoch;
    }

    /** Has an operation decided; {@code done} is called on the metadata loop, once. */
    public <A> void submit(Operation<A> operation, Consumer<ControllerOutcome<A>> done) {
        loop.execute(() -> onSubmitted(new Pending<>(operation, done)));
    }

    private <A> void onSubmitted(Pending<A> pending) {
        if (state == State.RESIGNED) {
            pending.done.accept(new ControllerOutcome.NotController<>());
        } else if (waiting.size() >= OPERATIONS_QUEUED_MAX) {
            pending.done.accept(new ControllerOutcome.Overloaded<>());
        } else {
            waiting.add(pending);
            if (state == State.IDLE) {
                decideWaiting();
            }
        }
    }

    private void decideWaiting() {
        while (state == State.IDLE && !waiting.isEmpty()) {
            List<Decided<?>> decided = new ArrayList<>();
            try {
                decideOneBatch(decided);
            } catch (RuntimeException e) {
                // A decision that fails is a bug; what it would have decided is unknown, so nobody decides any more.
                becomeResigned(e, decided);
            }
        }
    }

    private void decideOneBatch(List<Decided<?>> decided) {
        ClusterImage image = follower.image();
        List<PersistedRecord> records = new ArrayList<>();
        long sizeBytes = 0;
        while (!waiting.isEmpty() && sizeBytes < BATCH_SIZE_BYTES_FULL) {
            Decided<?> next = waiting.element().decide(image, context);
            waiting.remove();
            List<PersistedRecord> added = next.decision.records();
            image = ClusterDelta.replay(image, added, advanced(image.position(), added.size()));
            records.addAll(added);
            decided.add(next);
            sizeBytes += RecordBudget.estimateBytes(added);
        }
        if (records.isEmpty()) {
            answer(decided, image.position());
        } else {
            append(records, decided);
        }
    }

    private LogPosition advanced(LogPosition position, int count) {
        return count == 0 ? position : new LogPosition(position.endOffset() + count, epoch);
    }

    private void append(List<PersistedRecord> records, List<Decided<?>> decided) {
        state = State.APPENDING;
        long expectedOffset = follower.image().position().endOffset();
        log.append(expectedOffset, epoch, records, outcome -> onAppended(outcome, decided));
    }

    private void onAppended(AppendOutcome outcome, List<Decided<?>> decided) {
        if (outcome instanceof AppendOutcome.Appended appended) {
            state = State.IDLE;
            answer(decided, appended.end());
            if (log.isSnapshotDue()) {
                log.snapshot(follower.image());
            }
            decideWaiting();
            return;
        }
        Exception cause = outcome instanceof AppendOutcome.Failed failed
                ? failed.cause()
                : new IllegalStateException("another controller has written to the metadata log: " + outcome);
        becomeResigned(cause, decided);
    }

    private static void answer(List<Decided<?>> decided, LogPosition position) {
        decided.forEach(each -> each.answer(position.endOffset()));
    }

    private void becomeResigned(Exception cause, List<Decided<?>> decided) {
        LOGGER.error("controller resigns epoch={}", epoch, cause);
        state = State.RESIGNED;
        decided.forEach(each -> each.done.accept(new ControllerOutcome.NotController<>()));
        while (!waiting.isEmpty()) {
            waiting.remove().done.accept(new ControllerOutcome.NotController<>());
        }
        onResigned.accept(cause);
    }
}
