package dev.naru.client.producer;

import dev.naru.client.BrokerException;
import dev.naru.client.ClientException;
import dev.naru.protocol.ErrorCode;

/**
 * What a failure means to a transactional producer: abort and go on, abort and get a new identity, or never again.
 *
 * <p>Threading: stateless.
 */
final class TransactionFailures {
    private TransactionFailures() {}

    /**
     * Whether only a new producer can go on. That an epoch is old, as a partition's leader tells it, may be the
     * coordinator's doing after a timeout, and aborting finds out; from a coordinator it means that somebody else uses
     * the transactional id.
     *
     * @param byCoordinator whether a coordinator said so, instead of a partition's leader or this client
     * @param aborting whether that came of aborting, so that there is nothing left to try
     */
    static boolean isFatal(ClientException failure, boolean byCoordinator, boolean aborting) {
        if (failure instanceof TransactionException known) {
            return known.isFatal();
        }
        if (!(failure instanceof BrokerException refused)) {
            return false;
        }
        return switch (refused.code()) {
            case PRODUCER_FENCED,
                    INVALID_TXN_STATE,
                    TRANSACTIONAL_ID_AUTHORIZATION_FAILED,
                    CLUSTER_AUTHORIZATION_FAILED,
                    UNSUPPORTED_VERSION,
                    INVALID_TRANSACTION_TIMEOUT -> true;
            case INVALID_PRODUCER_EPOCH -> byCoordinator;
            case TRANSACTION_ABORTABLE -> aborting;
            default -> false;
        };
    }

    /** Whether nobody knows the producer id any more. */
    static boolean isLostIdentity(ClientException failure) {
        return failure instanceof BrokerException refused
                && (refused.code() == ErrorCode.INVALID_PRODUCER_ID_MAPPING
                        || refused.code() == ErrorCode.UNKNOWN_PRODUCER_ID);
    }

    /** Whether the coordinator knows of no transaction that could be ended. */
    static boolean isNothingToEnd(ClientException failure) {
        return failure instanceof BrokerException refused && refused.code() == ErrorCode.INVALID_TXN_STATE;
    }

    /** The failure as the application gets it, which says what to do. */
    static TransactionException explain(ClientException failure, boolean fatal) {
        return failure instanceof TransactionException known
                ? known
                : new TransactionException(
                        fatal
                                ? "this producer cannot go on: " + failure.getMessage()
                                : "the transaction has to be aborted: " + failure.getMessage(),
                        fatal,
                        failure);
    }
}
