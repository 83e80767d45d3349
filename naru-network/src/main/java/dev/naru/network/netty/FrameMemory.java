package dev.naru.network.netty;

import dev.naru.common.runtime.EventLoop;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Bounds the memory of all frames being read or handled. A reader reserves before it allocates; when there is no room it
 * stops reading and waits its turn.
 *
 * <p>Frames that have begun and wait for room to grow could block each other for ever, each holding what the others need.
 * So one of them at a time is let past the limit, on an overdraft; it finishes, is handled, and its memory comes free.
 *
 * <p>Threading: safe from any thread; the queue of those who wait is confined to the owner loop.
 */
final class FrameMemory {
    private final long limitBytes;
    private final EventLoop owner;
    private final AtomicLong usedBytes = new AtomicLong();
    private final AtomicInteger waiting = new AtomicInteger();
    private final Deque<Claim> queue = new ArrayDeque<>();
    private boolean overdrawn;

    FrameMemory(long limitBytes, EventLoop owner) {
        this.limitBytes = limitBytes;
        this.owner = owner;
    }

    long usedBytes() {
        return usedBytes.get();
    }

    /** True while somebody waits for room. */
    boolean isScarce() {
        return waiting.get() > 0;
    }

    /** Takes the room if there is enough and nobody waits for it already. */
    boolean tryReserve(long bytes) {
        return waiting.get() == 0 && take(bytes);
    }

    /** Queues up; {@link Claim#onGranted} runs on the claim's loop once the room has been taken for it. */
    void reserveLater(Claim claim) {
        waiting.incrementAndGet();
        owner.execute(() -> {
            queue.add(claim);
            grant();
        });
    }

    /** Takes the room whether there is any or not; only for who holds the overdraft. */
    void reserveOnOverdraft(long bytes) {
        usedBytes.addAndGet(bytes);
    }

    /** The overdraft's frame is complete or gone. */
    void returnOverdraft() {
        owner.execute(() -> {
            overdrawn = false;
            grant();
        });
    }

    void release(long bytes) {
        usedBytes.addAndGet(-bytes);
        // A claim queued after this look finds the room itself: it is counted as waiting before it asks.
        if (waiting.get() > 0) {
            owner.execute(this::grant);
        }
    }

    /** A frame larger than the whole limit is let in when it is alone. */
    private boolean take(long bytes) {
        long used = usedBytes.get();
        while (used + bytes <= limitBytes || used == 0) {
            if (usedBytes.compareAndSet(used, used + bytes)) {
                return true;
            }
            used = usedBytes.get();
        }
        return false;
    }

    private void grant() {
        while (!queue.isEmpty() && grant(queue.element())) {
            queue.remove();
            waiting.decrementAndGet();
        }
        if (!overdrawn) {
            grantOverdraft();
        }
    }

    /** True if the claim is dealt with, false if it has to wait. */
    private boolean grant(Claim claim) {
        // Looked at once: cancelled after this, the claim is granted all the same and its reader gives the room back.
        if (claim.cancelled) {
            return true;
        }
        boolean taken = take(claim.bytes);
        if (taken) {
            claim.loop.execute(() -> claim.onGranted.accept(false));
        }
        return taken;
    }

    private void grantOverdraft() {
        for (Claim claim : queue) {
            if (claim.frameHasBegun && !claim.cancelled) {
                overdrawn = true;
                queue.remove(claim);
                waiting.decrementAndGet();
                reserveOnOverdraft(claim.bytes);
                claim.loop.execute(() -> claim.onGranted.accept(true));
                return;
            }
        }
    }

    /** One reader's wish for room. Its callback runs even if the claim is cancelled too late: then it gives the room back. */
    static final class Claim {
        private final long bytes;
        private final boolean frameHasBegun;
        private final EventLoop loop;
        private final Granted onGranted;
        private volatile boolean cancelled;

        Claim(long bytes, boolean frameHasBegun, EventLoop loop, Granted onGranted) {
            this.bytes = bytes;
            this.frameHasBegun = frameHasBegun;
            this.loop = loop;
            this.onGranted = onGranted;
        }

        void cancel() {
            cancelled = true;
        }
    }

    /** Hears that the room has been taken, and whether past the limit. */
    interface Granted {
        void accept(boolean onOverdraft);
    }
}
