package dev.naru.client.producer;

/**
 * Who an idempotent producer is to a broker.
 *
 * @param id the id a broker gave out
 * @param epoch grows when a partition's sequence begins anew (KIP-360)
 */
record ProducerIdentity(long id, short epoch) {
    /** True if the epoch cannot grow any more, so that a new id is needed. */
    boolean isExhausted() {
        return epoch == Short.MAX_VALUE;
    }

    ProducerIdentity nextEpoch() {
        return new ProducerIdentity(id, (short) (epoch + 1));
    }
}
