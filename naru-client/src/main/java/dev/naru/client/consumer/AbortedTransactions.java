package dev.naru.client.consumer;

import dev.naru.protocol.message.FetchResponse;
import dev.naru.record.BatchView;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Tells which batches of one fetch belong to aborted transactions. The answer to a fetch lists where such transactions
 * begin; each ends at its producer's abort marker. All batches are shown to it in order,
 * control batches as well, and their markers afterwards.
 *
 * <p>Threading: confined to the client's loop.
 */
final class AbortedTransactions {
    private final Deque<FetchResponse.AbortedTransaction> upcoming = new ArrayDeque<>();
    private final Set<Long> abortedProducers = new HashSet<>();

    AbortedTransactions(@Nullable List<FetchResponse.AbortedTransaction> transactions) {
        if (transactions != null) {
            transactions.stream()
                    .sorted(Comparator.comparingLong(FetchResponse.AbortedTransaction::firstOffset))
                    .forEach(upcoming::add);
        }
    }

    /** True if the records of this batch must not be seen. */
    boolean covers(BatchView batch) {
        while (!upcoming.isEmpty() && upcoming.peek().firstOffset() <= batch.lastOffset()) {
            abortedProducers.add(upcoming.remove().producerId());
        }
        return batch.isTransactional() && abortedProducers.contains(batch.producerId());
    }

    /** The producer's transaction ends here, aborted. */
    void onAbortMarker(long producerId) {
        abortedProducers.remove(producerId);
    }
}
