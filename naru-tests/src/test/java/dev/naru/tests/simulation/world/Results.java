package dev.naru.tests.simulation.world;

import dev.naru.testkit.Simulation;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Hears what became of a client's call. A future would keep an objection of the history to itself; here it ends the run. */
final class Results {
    private Results() {}

    static <T> void of(Simulation simulation, CompletableFuture<T> call, BiConsumer<T, @Nullable Throwable> handler) {
        var unused = call.whenComplete((result, failure) -> {
            try {
                handler.accept(result, failure);
            } catch (RuntimeException | Error objection) {
                simulation.after(0, () -> {
                    throw objection;
                });
            }
        });
    }
}
