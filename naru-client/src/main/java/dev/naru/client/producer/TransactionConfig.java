package dev.naru.client.producer;

/**
 * Whose transactions.
 *
 * @param transactionalId the name under which the producer's transactions go on over restarts; of two producers with the
 *     same the one that began later goes on, and the other is fenced. Not empty
 * @param timeoutMs how long a transaction may stay open before the coordinator aborts it, in milliseconds, one or more;
 *     brokers take 15 minutes at most unless told otherwise
 */
public record TransactionConfig(String transactionalId, int timeoutMs) {
    private static final int DEFAULT_TIMEOUT_MS = 60_000;

    public TransactionConfig {
        if (transactionalId.isEmpty()) {
            throw new IllegalArgumentException("a transactional id is not empty");
        }
        if (timeoutMs < 1) {
            throw new IllegalArgumentException("timeoutMs is one or more, not " + timeoutMs);
        }
    }

    /** Transactions of a minute at most. */
    public static TransactionConfig of(String transactionalId) {
        return new TransactionConfig(transactionalId, DEFAULT_TIMEOUT_MS);
    }
}
