package dev.naru.client.admin;

/**
 * A transactional id as a list shows it.
 *
 * @param transactionalId the id
 * @param producerId the producer id that goes with it now
 * @param state its state as the broker names it: {@code Ongoing}, {@code CompleteCommit}, {@code Empty}, …
 */
public record TransactionListing(String transactionalId, long producerId, String state) {}
