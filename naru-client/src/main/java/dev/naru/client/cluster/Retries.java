package dev.naru.client.cluster;

import dev.naru.client.CallTimeoutException;
import dev.naru.common.runtime.EventLoop;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Tries again, after the backoff, what failed with a retriable failure, until the time for the whole call is over.
 *
 * <p>Threading: confined to the client's loop.
 */
public final class Retries {
    private final EventLoop loop;
    private final Backoff backoff;
    private final int callMs;

    Retries(EventLoop loop, Backoff backoff, int callMs) {
        this.loop = loop;
        this.backoff = backoff;
        this.callMs = callMs;
    }

    /** The first success of {@code attempt}, or the failure that ended the tries. */
    public <T> CompletableFuture<T> call(String what, Supplier<CompletableFuture<T>> attempt) {
        loop.checkCurrent();
        CompletableFuture<T> result = new CompletableFuture<>();
        long deadlineNs = loop.clock().nanos() + TimeUnit.MILLISECONDS.toNanos(callMs);
        attempt(what, attempt, result, deadlineNs, 1);
        return result;
    }

    private <T> void attempt(
            String what,
            Supplier<CompletableFuture<T>> attempt,
            CompletableFuture<T> result,
            long deadlineNs,
            int number) {
        Outcomes.handle(loop, attempt.get(), (value, failure) -> {
            if (failure == null) {
                result.complete(value);
                return;
            }
            Throwable reason = Failures.unwrap(failure);
            if (!Failures.isRetriable(reason)) {
                result.completeExceptionally(Failures.asClientException(reason));
                return;
            }
            long waitMs = backoff.waitMs(number);
            if (loop.clock().nanos() + TimeUnit.MILLISECONDS.toNanos(waitMs) - deadlineNs >= 0) {
                result.completeExceptionally(
                        new CallTimeoutException(what + " did not succeed within " + callMs + " ms", reason));
                return;
            }
            loop.schedule(waitMs, () -> attempt(what, attempt, result, deadlineNs, number + 1));
        });
    }
}
