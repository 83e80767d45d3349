package dev.naru.storage;

/** A transaction whose marker has been appended at {@code lastOffset}. */
record CompletedTransaction(long producerId, long firstOffset, long lastOffset, boolean isAborted) {}
