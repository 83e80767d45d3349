package dev.naru.coordinator.runtime;

import dev.naru.protocol.ErrorCode;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;

/**
 * The responses that wait until what they tell of is committed, in the order of its offsets.
 *
 * <p>Threading: confined to the shard's loop.
 */
final class PendingResponses {
    private static final int COUNT_MAX = 100_000;

    private final Deque<Pending> inOrder = new ArrayDeque<>();

    /** A response that may leave once everything below {@code offset} is committed. */
    private record Pending(long offset, Runnable answer, Consumer<ErrorCode> refused) {}

    boolean isFull() {
        return inOrder.size() >= COUNT_MAX;
    }

    /** Later one of the two runs; {@code offset} is at least that of the one before. */
    void add(long offset, Runnable answer, Consumer<ErrorCode> refused) {
        inOrder.add(new Pending(offset, answer, refused));
    }

    /** Everything below this offset is committed. */
    void onCommitted(long committedOffset) {
        for (Pending first = inOrder.peek(); first != null && first.offset <= committedOffset; first = inOrder.peek()) {
            inOrder.remove();
            first.answer.run();
        }
    }

    void refuseAll(ErrorCode reason) {
        for (Pending first = inOrder.poll(); first != null; first = inOrder.poll()) {
            first.refused.accept(reason);
        }
    }
}
