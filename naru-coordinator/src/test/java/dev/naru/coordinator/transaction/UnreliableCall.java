package dev.naru.coordinator.transaction;

import dev.naru.testkit.Gen;
import dev.naru.testkit.Simulation;
import java.util.function.Consumer;

/**
 * Requests over a network that delays, loses and repeats them: a request whose answer does not come is sent again, and an old
 * one may arrive when nobody thinks of it any more.
 *
 * <p>Threading: confined to the test's thread.
 */
final class UnreliableCall {
    private static final int LATENCY_MS_MAX = 20;
    private static final int TIMEOUT_MS = 200;
    private static final int LATE_MS_MAX = 3_000;
    private static final int LOST_PERCENT = 8;
    private static final int LATE_PERCENT = 10;

    private final Simulation simulation;
    private final Gen gen;
    private boolean reliable;

    UnreliableCall(Simulation simulation, Gen gen) {
        this.simulation = simulation;
        this.gen = gen;
    }

    /** From now on everything arrives, once. */
    void becomeReliable() {
        reliable = true;
    }

    /**
     * Sends until there is an answer.
     *
     * @param mayComeLate whether a copy may arrive long after
     */
    <R> void send(boolean mayComeLate, Consumer<Consumer<R>> request, Consumer<R> answered) {
        new Sending<>(request, answered).attempt();
        if (mayComeLate && isUnlucky(LATE_PERCENT)) {
            simulation.after(gen.intIn(0, LATE_MS_MAX), () -> request.accept(ignored -> {}));
        }
    }

    private boolean isUnlucky(int percent) {
        return !reliable && gen.chance(percent);
    }

    private final class Sending<R> {
        private final Consumer<Consumer<R>> request;
        private final Consumer<R> answered;
        private boolean isAnswered;

        Sending(Consumer<Consumer<R>> request, Consumer<R> answered) {
            this.request = request;
            this.answered = answered;
        }

        void attempt() {
            if (isAnswered) {
                return;
            }
            if (!isUnlucky(LOST_PERCENT)) {
                simulation.after(gen.intIn(0, LATENCY_MS_MAX), () -> request.accept(this::onAnswer));
            }
            simulation.after(TIMEOUT_MS, this::attempt);
        }

        private void onAnswer(R answer) {
            if (!isUnlucky(LOST_PERCENT)) {
                simulation.after(gen.intIn(0, LATENCY_MS_MAX), () -> {
                    if (!isAnswered) {
                        isAnswered = true;
                        answered.accept(answer);
                    }
                });
            }
        }
    }
}
