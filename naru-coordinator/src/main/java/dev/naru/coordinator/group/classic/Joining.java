package dev.naru.coordinator.group.classic;

import dev.naru.common.runtime.EventLoop.Cancellable;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a group's joining phase: the timer that ends it, and whether it is the first of a group that was empty,
 * which waits a little for more members.
 *
 * <p>Threading: confined to the shard's loop.
 */
final class Joining {
    private @Nullable Cancellable timer;
    private boolean isInitial;
    private boolean hasNewMember;

    /** Puts this timer in the place of the one before. */
    void endBy(@Nullable Cancellable newTimer) {
        if (timer != null) {
            timer.cancel();
        }
        timer = newTimer;
    }

    boolean isInitial() {
        return isInitial;
    }

    void isInitial(boolean newIsInitial) {
        isInitial = newIsInitial;
        hasNewMember = false;
    }

    void onNewMember() {
        hasNewMember = true;
    }

    /** True if somebody came since this was asked last. */
    boolean takeNewMember() {
        boolean taken = hasNewMember;
        hasNewMember = false;
        return taken;
    }
}
