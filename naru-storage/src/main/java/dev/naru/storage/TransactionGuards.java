package dev.naru.storage;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The guards of one partition that are in force, at most one for each producer. A guard goes when its transaction opens, when
 * a marker of its producer is written, or when there are too many; whoever still holds it has to ask again.
 *
 * <p>Threading: confined to the partition's loop.
 */
final class TransactionGuards {
    /** Transactions that are about to begin in one partition at the same time. */
    private static final int GUARDS_MAX = 10_000;

    private final Map<Long, TransactionGuard> guards = new LinkedHashMap<>(0);

    /** The guard of a producer that comes with this batch. */
    TransactionGuard draw(long producerId, short epoch, int firstSequence) {
        TransactionGuard known = guards.get(producerId);
        if (known != null && known.epoch() > epoch) {
            // Void from the beginning: the producer has a newer life.
            return new TransactionGuard(producerId, epoch, firstSequence);
        }
        if (known != null && known.epoch() == epoch) {
            known.onSequence(firstSequence);
            return known;
        }
        TransactionGuard drawn = new TransactionGuard(producerId, epoch, firstSequence);
        if (known == null && guards.size() >= GUARDS_MAX) {
            guards.remove(guards.keySet().iterator().next());
        }
        guards.put(producerId, drawn);
        return drawn;
    }

    /** True if this guard lets the transaction of this producer begin. */
    boolean admits(@Nullable TransactionGuard guard, long producerId, short epoch) {
        return guard == TransactionGuard.NOT_ASKED_FOR
                || (guard != null && guard.epoch() == epoch && guards.get(producerId) == guard);
    }

    /** What the producer's guard was good for has happened, or cannot happen any more. */
    void drop(long producerId) {
        guards.remove(producerId);
    }

    void clear() {
        guards.clear();
    }
}
