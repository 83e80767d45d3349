package dev.naru.client.cluster;

import dev.naru.common.runtime.EventLoop;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Hears of the outcome of futures. A future swallows what its callbacks throw; a bug must not end like that. */
public final class Outcomes {
    private Outcomes() {}

    /** Calls {@code handler} with value or failure; what it throws becomes an uncaught exception of the loop. */
    public static <T> void handle(
            EventLoop loop, CompletableFuture<T> future, BiConsumer<T, @Nullable Throwable> handler) {
        var unused = future.whenComplete((value, failure) -> {
            try {
                handler.accept(value, failure);
            } catch (RuntimeException | Error bug) {
                loop.execute(() -> {
                    throw bug;
                });
            }
        });
    }
}
