package dev.naru.coordinator.transaction;

/**
 * The settings of a transaction coordinator.
 *
 * @param timeoutMsMax {@code transaction.max.timeout.ms}: what a producer may ask for
 * @param idExpirationMs {@code transactional.id.expiration.ms}: how long an id without transactions is remembered
 * @param timeoutCheckMs {@code transaction.abort.timed.out.transaction.cleanup.interval.ms}
 * @param expirationCheckMs {@code transaction.remove.expired.transaction.cleanup.interval.ms}
 */
public record TransactionConfig(int timeoutMsMax, int idExpirationMs, int timeoutCheckMs, int expirationCheckMs) {}
