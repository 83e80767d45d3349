package dev.naru.client.group;

import dev.naru.common.TopicPartition;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Hears which partitions come and go. It is called on the client's loop and must not block; what takes time it does
 * elsewhere, and returns a stage that is done when it is. Whoever waits for a rebalance waits for that, too.
 *
 * <p>Partitions come and go only while a poll is waiting, so that what an earlier poll returned has been dealt with by
 * then. {@link #onAssigned} may seek, {@link #onRevoked} may commit; calls to the consumer from within these methods
 * must not be waited for by {@code join}, but may be returned.
 */
public interface RebalanceListener {
    /** Takes no notice. */
    RebalanceListener NONE = new RebalanceListener() {};

    /** These were added to the partitions this member has. */
    default CompletionStage<?> onAssigned(Set<TopicPartition> added) {
        return CompletableFuture.completedFuture(null);
    }

    /** These are being given up; nobody else has them before the stage is done. */
    default CompletionStage<?> onRevoked(Set<TopicPartition> revoked) {
        return CompletableFuture.completedFuture(null);
    }

    /** These are gone already, others may be reading them: what was read since the last commit is read again there. */
    default CompletionStage<?> onLost(Set<TopicPartition> lost) {
        return CompletableFuture.completedFuture(null);
    }
}
