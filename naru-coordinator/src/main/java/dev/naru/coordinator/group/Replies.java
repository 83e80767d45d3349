package dev.naru.coordinator.group;

import dev.naru.protocol.ErrorCode;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The responses a shard owes: members that wait for a rebalance, and answers on their way to the commit. A shard that ends,
 * for whatever reason, answers them all in the order they
 * came, so that no client waits for its own timeout.
 *
 * <p>Threading: confined to the shard's loop.
 */
public final class Replies {
    private final Set<Reply<?>> owed = new LinkedHashSet<>();

    /**
     * Owes a response.
     *
     * @param target gets it
     * @param failure makes one that says only an error
     */
    public <R> Reply<R> owe(Consumer<R> target, Function<ErrorCode, R> failure) {
        Reply<R> reply = new Reply<>(this, target, failure);
        owed.add(reply);
        return reply;
    }

    /** Answers everybody with this error. */
    public void failAll(ErrorCode error) {
        List.copyOf(owed).forEach(reply -> reply.fail(error));
    }

    /** How many are owed. */
    public int count() {
        return owed.size();
    }

    void remove(Reply<?> reply) {
        owed.remove(reply);
    }
}
