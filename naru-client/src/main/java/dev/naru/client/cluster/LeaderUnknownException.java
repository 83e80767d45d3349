package dev.naru.client.cluster;

import dev.naru.client.ClientException;
import dev.naru.common.TopicPartition;

/** No leader of a partition is known, now. Worth another try. */
public final class LeaderUnknownException extends ClientException {
    private static final long serialVersionUID = 1L;

    public LeaderUnknownException(TopicPartition partition) {
        super("partition " + partition + " has no leader that is known");
    }

    @Override
    public boolean isRetriable() {
        return true;
    }
}
