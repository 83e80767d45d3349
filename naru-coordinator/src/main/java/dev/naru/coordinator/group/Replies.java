package dev.naru.coordinator.group;

import dev.naru.protocol.ErrorCode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The responses a shard owes: members that wait for a rebalance, and answers on their way to the commit. A shard that ends,
 * for whatever reason, answers them all in the order they came, so that no client waits for its own timeout.
 *
 * <p>Threading: confined to the shard's loop.
 */
public final class Replies {
    private final Map<Consumer<?>, Reply<?>> owed = new LinkedHashMap<>();

    /**
     * Owes a response.
     *
     * @param target gets it, and nothing else is owed to it
     * @param failure makes one that says only an error
     */
    public <R> Reply<R> owe(Consumer<R> target, Function<ErrorCode, R> failure) {
        Reply<R> reply = new Reply<>(this, target, failure);
        owed.put(target, reply);
        return reply;
    }

    /** Owes this target nothing any more: it was answered by somebody else. */
    public void forget(Consumer<?> target) {
        Reply<?> reply = owed.get(target);
        if (reply != null) {
            reply.drop();
        }
    }

    /** Answers everybody with this error. */
    public void failAll(ErrorCode error) {
        List.copyOf(owed.values()).forEach(reply -> reply.fail(error));
    }

    /** How many are owed. */
    public int count() {
        return owed.size();
    }

    void remove(Consumer<?> target, Reply<?> reply) {
        owed.remove(target, reply);
    }
}
