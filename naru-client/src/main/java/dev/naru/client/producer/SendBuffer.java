package dev.naru.client.producer;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Counts the bytes of unacknowledged records against a limit, and says when there is room again.
 *
 * <p>Threading: safe from any thread.
 */
final class SendBuffer {
    private static final CompletableFuture<Void> NOW = CompletableFuture.completedFuture(null);

    private final long bytesMax;
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicReference<CompletableFuture<Void>> room = new AtomicReference<>(NOW);

    SendBuffer(long bytesMax) {
        this.bytesMax = bytesMax;
    }

    /** Takes the bytes, unless that would pass the limit; a record larger than the limit passes when nothing else is there. */
    boolean tryReserve(int sizeBytes) {
        while (true) {
            long before = bytes.get();
            if (before > 0 && before + sizeBytes > bytesMax) {
                return false;
            }
            if (bytes.compareAndSet(before, before + sizeBytes)) {
                return true;
            }
        }
    }

    void release(long sizeBytes) {
        bytes.addAndGet(-sizeBytes);
        if (isHalfEmpty()) {
            room.getAndSet(NOW).complete(null);
        }
    }

    long bytesMax() {
        return bytesMax;
    }

    boolean isFull() {
        return bytes.get() >= bytesMax / 2;
    }

    /** Done when a sender that was refused may try again: when half the buffer is free. */
    CompletableFuture<Void> room() {
        if (isHalfEmpty()) {
            return NOW;
        }
        CompletableFuture<Void> waiter =
                room.updateAndGet(current -> current.isDone() ? new CompletableFuture<>() : current);
        // The last release may have come between the look and the entry; then nobody else would complete the waiter.
        if (isHalfEmpty()) {
            waiter.complete(null);
        }
        return waiter;
    }

    private boolean isHalfEmpty() {
        return bytes.get() <= bytesMax / 2;
    }
}
