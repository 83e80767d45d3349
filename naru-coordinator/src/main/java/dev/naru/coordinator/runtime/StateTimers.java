package dev.naru.coordinator.runtime;

import dev.naru.common.runtime.Clock;
import dev.naru.common.runtime.EventLoop.Cancellable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The time of one state of a shard; dead as soon as another takes its place.
 *
 * <p>Threading: confined to the shard's loop.
 */
final class StateTimers implements ShardTimers {
    private static final long RETRY_MS = 500;

    private final CoordinatorShard<?> shard;
    private final int batchSizeBytesMax;
    private @Nullable ShardState owner;

    StateTimers(CoordinatorShard<?> shard, int batchSizeBytesMax) {
        this.shard = shard;
        this.batchSizeBytesMax = batchSizeBytesMax;
    }

    /** Whose time it is. */
    void belongTo(ShardState state) {
        owner = state;
    }

    @Override
    public int batchSizeBytesMax() {
        return batchSizeBytesMax;
    }

    @Override
    public Clock clock() {
        return shard.loop().clock();
    }

    @Override
    public Cancellable schedule(long delayMs, Supplier<Decision<Runnable>> action) {
        Timer timer = new Timer(action);
        timer.arm(delayMs);
        return timer;
    }

    private final class Timer implements Cancellable {
        private final Supplier<Decision<Runnable>> action;
        private @Nullable Cancellable pending;
        private boolean cancelled;

        Timer(Supplier<Decision<Runnable>> action) {
            this.action = action;
        }

        void arm(long delayMs) {
            pending = shard.loop().schedule(delayMs, this::fire);
        }

        private void fire() {
            if (isDue()) {
                shard.decide(state -> action.get(), Runnable::run, refusal -> {
                    if (isDue()) {
                        arm(RETRY_MS);
                    }
                });
            }
        }

        private boolean isDue() {
            return !cancelled && owner != null && shard.activeState() == owner;
        }

        @Override
        public void cancel() {
            cancelled = true;
            if (pending != null) {
                pending.cancel();
            }
        }
    }
}
