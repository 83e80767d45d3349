package dev.naru.coordinator.transaction;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Which transactional ids somebody wants to hear of; all conditions must hold.
 *
 * @param states null for all
 * @param producerIds empty for all
 * @param openForMs only transactions that are open or ending, and have been for longer than this; negative for all
 */
public record TransactionFilter(
        @Nullable Set<TransactionState> states,
        Set<Long> producerIds,
        long openForMs,
        Predicate<String> transactionalId) {
    /**
     * The condition that the whole id matches a regular expression, which takes linear time whatever the expression; everything
     * matches null and the empty one. Null if it is not a regular expression.
     */
    public static @Nullable Predicate<String> pattern(@Nullable String expression) {
        if (expression == null || expression.isEmpty()) {
            return id -> true;
        }
        try {
            return Pattern.compile(expression)::matches;
        } catch (PatternSyntaxException e) {
            return null;
        }
    }

    boolean accepts(String id, Transaction transaction, long nowMs) {
        return (states == null || states.contains(transaction.state()))
                && (producerIds.isEmpty()
                        || producerIds.contains(transaction.producer().current().id()))
                && (openForMs < 0 || isOpenFor(transaction, nowMs))
                && transactionalId.test(id);
    }

    private boolean isOpenFor(Transaction transaction, long nowMs) {
        boolean isOpen = transaction.state() == TransactionState.ONGOING
                || transaction.state().isEnding();
        return isOpen && nowMs - transaction.times().startMs() > openForMs;
    }
}
