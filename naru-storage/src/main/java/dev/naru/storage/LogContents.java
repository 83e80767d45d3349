package dev.naru.storage;

/**
 * What loading a log found.
 *
 * @param recovered it was not stopped cleanly, so not all its files are known to be durable
 */
record LogContents(
        Segments segments,
        LeaderEpochs epochs,
        ProducerStates producers,
        long logStartOffset,
        long recoveryPoint,
        boolean recovered) {}
