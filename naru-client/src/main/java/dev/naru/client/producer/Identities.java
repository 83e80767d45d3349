package dev.naru.client.producer;

import dev.naru.client.ClientException;
import dev.naru.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Under which producer id and epoch batches are sent, and which may be sent at all.
 *
 * <p>Threading: confined to the client's loop.
 */
sealed interface Identities permits IdentitySource, Transactions {
    /** The identity to send under, null while there is none. */
    @Nullable
    ProducerIdentity current();

    /** Batches wait for an identity. */
    void acquire();

    /** An identity that brokers take for younger than this one; null if it has to be got first, or cannot be had. */
    @Nullable
    ProducerIdentity newerThan(@Nullable ProducerIdentity older);

    /** Does not use this identity for anything new. */
    void forget(@Nullable ProducerIdentity lost);

    /** Why a new record cannot be taken now, null if it can. */
    @Nullable
    ClientException refusal();

    /** True if a batch for this partition may be sent now. */
    boolean admits(TopicPartition partition);

    /** The name of the transactions that batches belong to, null if there are none. */
    @Nullable
    String transactionalId();

    /** The newest version of the Produce request that may be used. */
    int produceVersionMax();
}
