package dev.naru.replication;

import dev.naru.common.Invariant;

/** Runs something when so many steps are done, at once if there are none. Threading: confined to the owner's loop. */
final class Countdown {
    private final Runnable done;
    private int left;

    Countdown(int steps, Runnable done) {
        this.left = steps;
        this.done = done;
        if (steps == 0) {
            done.run();
        }
    }

    void count(int steps) {
        left -= steps;
        Invariant.check(left >= 0, "more steps done than there were");
        if (left == 0) {
            done.run();
        }
    }
}
