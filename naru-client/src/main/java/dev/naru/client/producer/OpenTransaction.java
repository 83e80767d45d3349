package dev.naru.client.producer;

import dev.naru.common.TopicPartition;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * What one transaction has come to: whether its coordinator knows of it, which partitions are part of it, and what its end
 * has to wait for.
 *
 * <p>Threading: confined to the client's loop.
 */
final class OpenTransaction {
    private final boolean secondVersion;
    private final Set<TopicPartition> wanted = new HashSet<>();
    private final Set<TopicPartition> added = new HashSet<>();
    private final List<CompletableFuture<?>> underWay = new ArrayList<>();
    private boolean started;
    private boolean surelyStarted;
    private boolean adding;

    OpenTransaction(boolean secondVersion) {
        this.secondVersion = secondVersion;
    }

    /** In the second version of transactions the broker adds partitions by itself. */
    boolean isSecondVersion() {
        return secondVersion;
    }

    /** Something was sent that may have begun it at the coordinator, so that it has to be ended there. */
    boolean isStarted() {
        return started;
    }

    void start() {
        started = true;
    }

    /** The coordinator has said that something is part of it. */
    void onSurelyStarted() {
        surelyStarted = true;
    }

    /**
     * In the first version a transaction begins at the coordinator when something is added to it. If that failed there may
     * be none, which the abort is the first to hear of.
     */
    boolean mayBeUnknown() {
        return !secondVersion && !surelyStarted;
    }

    /** It has ended at the coordinator. */
    void onEnded() {
        started = false;
    }

    /** Something the end of the transaction has to wait for: coming after it, it would open the next one. */
    CompletableFuture<Void> awaited() {
        CompletableFuture<Void> result = new CompletableFuture<>();
        underWay.removeIf(CompletableFuture::isDone);
        underWay.add(result);
        return result;
    }

    /** Done when nothing is under way any more, whatever became of it. */
    CompletableFuture<Void> settled() {
        return CompletableFuture.allOf(underWay.stream()
                .map(each -> each.handle((value, failure) -> null))
                .toArray(CompletableFuture[]::new));
    }

    /** True if records may be sent to the partition; else it is one to be added. */
    boolean admits(TopicPartition partition) {
        if (secondVersion || added.contains(partition)) {
            started = true;
            return true;
        }
        wanted.add(partition);
        return false;
    }

    /** The partitions to be added now: none while others are. */
    Set<TopicPartition> takeWanted() {
        if (adding || wanted.isEmpty()) {
            return Set.of();
        }
        adding = true;
        started = true;
        return Set.copyOf(wanted);
    }

    void onAdded(Set<TopicPartition> asked) {
        onAnswered(asked);
        surelyStarted = true;
        added.addAll(asked);
    }

    /** What {@link #takeWanted} gave was answered. */
    void onAnswered(Set<TopicPartition> asked) {
        adding = false;
        wanted.removeAll(asked);
    }
}
