package dev.naru.client.group;

import dev.naru.client.CommittedOffset;
import dev.naru.client.cluster.Alarm;
import dev.naru.client.cluster.Outcomes;
import dev.naru.common.TopicPartition;
import dev.naru.common.runtime.EventLoop;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Commits on its own, now and then, but never more than what is dealt with: the records a poll returned count as dealt
 * with when the next poll begins, not before. Whoever dies in between reads them again.
 *
 * <p>Threading: confined to the client's loop.
 */
final class AutoCommit {
    private static final Logger LOG = LoggerFactory.getLogger(AutoCommit.class);

    private final EventLoop loop;
    private final OffsetStore store;
    private final int intervalMs;
    private final Alarm alarm;
    private final Map<TopicPartition, CommittedOffset> dealtWith = new HashMap<>();
    private final Map<TopicPartition, CommittedOffset> committed = new HashMap<>();

    /** @param intervalMs zero for never */
    AutoCommit(EventLoop loop, OffsetStore store, int intervalMs) {
        this.loop = loop;
        this.store = store;
        this.intervalMs = intervalMs;
        this.alarm = new Alarm(loop, this::commitNow);
    }

    /** A poll begins: these positions are dealt with. */
    void onPoll(Map<TopicPartition, CommittedOffset> positions) {
        if (intervalMs > 0) {
            dealtWith.clear();
            dealtWith.putAll(positions);
            committed.keySet().retainAll(positions.keySet());
            alarm.within(intervalMs);
        }
    }

    /** All that is dealt with of these partitions, before they are given up; a failure is not in the way of that. */
    CompletableFuture<Void> commit(Set<TopicPartition> partitions) {
        Map<TopicPartition, CommittedOffset> due = new HashMap<>(dealtWith);
        due.keySet().retainAll(partitions);
        return commit(due);
    }

    /** These partitions are not had any more. */
    void forget(Set<TopicPartition> partitions) {
        dealtWith.keySet().removeAll(partitions);
        committed.keySet().removeAll(partitions);
    }

    void stop() {
        alarm.cancel();
    }

    private void commitNow() {
        alarm.within(intervalMs);
        if (!store.isBusy()) {
            var unused = commit(new HashMap<>(dealtWith));
        }
    }

    private CompletableFuture<Void> commit(Map<TopicPartition, CommittedOffset> positions) {
        positions.entrySet().removeIf(position -> position.getValue().equals(committed.get(position.getKey())));
        CompletableFuture<Void> done = new CompletableFuture<>();
        Outcomes.handle(loop, store.commit(positions), (ignored, failure) -> {
            if (failure == null) {
                committed.putAll(positions);
            } else {
                LOG.warn("automatic commit failed partitions={} reason={}", positions.size(), failure.getMessage());
            }
            done.complete(null);
        });
        return done;
    }
}
