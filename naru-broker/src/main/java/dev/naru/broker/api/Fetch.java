package dev.naru.broker.api;

import dev.naru.broker.purgatory.DelayedOperation;
import dev.naru.common.runtime.EventLoop;
import dev.naru.replication.DataWaiter;
import dev.naru.replication.Partition;
import dev.naru.replication.ReadBound;
import dev.naru.replication.ReadRequest;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One fetch request while it is under way. It walks from loop to loop, reading the partitions of each, so that what is left
 * of the response's size travels with it and only one loop works for it at a time. If that is not enough data and the
 * request may wait, it tells the partitions so and goes to sleep; when they have said that enough has come, or time is up,
 * it walks again. What it waited on is taken back by the next walk, so none of it is left behind.
 *
 * <p>Time is also up when the client has gone.
 *
 * <p>READING → (enough, an error, or time is up) → answered; READING → (not enough) REGISTERING → WAITING → (enough has
 * come, or time is up) READING.
 *
 * <p>Threading: the state is confined to the home loop; the parts and the bytes read go with the walk.
 */
final class Fetch implements DataWaiter {
    private final RequestContext context;
    private final EventLoop home;
    private final Limits limits;
    private final List<FetchPart> parts;
    private final Map<EventLoop, List<FetchPart>> byLoop;
    private final Runnable answer;

    private State state = State.READING;
    private boolean registered;
    private boolean lookAgain;
    private boolean timeIsUp;
    private int loopsToRegister;
    private long missingBytes;
    private @Nullable DelayedOperation delay;

    /** Goes with the walk. */
    private int bytesRead;

    private enum State {
        READING,
        REGISTERING,
        WAITING
    }

    /** How much and how long, and up to where. */
    record Limits(int sizeBytesMin, int sizeBytesMax, int waitMsMax, ReadBound bound) {}

    /** Runs {@code answer} on the home loop once the parts hold what there is to say. */
    Fetch(RequestContext context, EventLoop home, Limits limits, List<FetchPart> parts, Runnable answer) {
        this.context = context;
        this.home = home;
        this.limits = limits;
        this.parts = parts;
        this.answer = answer;
        this.byLoop = PerLoop.group(
                parts.stream().filter(part -> part.partition != null).toList(),
                part -> partition(part).loop());
    }

    void start() {
        home.checkCurrent();
        walk();
    }

    private void walk() {
        state = State.READING;
        bytesRead = 0;
        walkOn(byLoop.entrySet().iterator());
    }

    private void walkOn(Iterator<Map.Entry<EventLoop, List<FetchPart>>> loops) {
        if (!loops.hasNext()) {
            context.runOn(home, this::onWalked);
            return;
        }
        Map.Entry<EventLoop, List<FetchPart>> next = loops.next();
        context.runOn(next.getKey(), () -> {
            next.getValue().forEach(this::read);
            walkOn(loops);
        });
    }

    private void read(FetchPart part) {
        Partition partition = partition(part);
        if (registered) {
            partition.stopAwaitingData(this);
        }
        int left = Math.max(0, limits.sizeBytesMax - bytesRead);
        part.onRead(partition.read(new ReadRequest(
                part.target.offset(),
                part.target.currentLeaderEpoch(),
                part.target.lastFetchedEpoch(),
                Math.min(part.target.sizeBytesMax(), left),
                bytesRead == 0,
                limits.bound)));
        bytesRead += part.records().sizeBytes();
    }

    private void onWalked() {
        registered = false;
        boolean enough = bytesRead >= limits.sizeBytesMin || byLoop.isEmpty();
        if (enough || timeIsUp || limits.waitMsMax <= 0 || parts.stream().anyMatch(FetchPart::endsWait)) {
            if (delay != null) {
                delay.end();
            }
            answer.run();
        } else {
            register();
        }
    }

    private void register() {
        state = State.REGISTERING;
        registered = true;
        lookAgain = false;
        missingBytes = (long) limits.sizeBytesMin - bytesRead;
        loopsToRegister = byLoop.size();
        if (delay == null) {
            delay = DelayedOperation.start(home, limits.waitMsMax, this::onTimeIsUp);
            // What waits for nobody would be kept for as long as the client that has gone was ready to wait.
            context.whenAbandoned(home, this::onTimeIsUp);
        }
        byLoop.forEach((loop, group) -> context.runOn(loop, () -> {
            boolean news = false;
            for (FetchPart part : group) {
                news |= !partition(part).awaitBeyond(part.offsets(), this);
            }
            boolean foundNews = news;
            context.runOn(home, () -> onRegistered(foundNews));
        }));
    }

    private void onRegistered(boolean foundNews) {
        lookAgain |= foundNews;
        loopsToRegister--;
        if (loopsToRegister == 0) {
            state = State.WAITING;
            walkIfWorthIt();
        }
    }

    @Override
    public void onReadable(int bytes) {
        // Not at once even at home: this is the middle of an append.
        home.execute(() -> {
            missingBytes -= bytes;
            walkIfWorthIt();
        });
    }

    private void onTimeIsUp() {
        timeIsUp = true;
        walkIfWorthIt();
    }

    private void walkIfWorthIt() {
        if (state == State.WAITING && (lookAgain || timeIsUp || missingBytes <= 0)) {
            context.runOn(home, this::walk);
        }
    }

    private static Partition partition(FetchPart part) {
        Partition partition = part.partition;
        if (partition == null) {
            throw new IllegalStateException("no partition to read");
        }
        return partition;
    }
}
