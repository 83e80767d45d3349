package dev.naru.client.group;

import dev.naru.client.ClientException;
import dev.naru.client.CommittedOffset;
import dev.naru.client.OffsetSpec;
import dev.naru.client.cluster.Failures;
import dev.naru.client.cluster.FetchedOffsets;
import dev.naru.client.cluster.Outcomes;
import dev.naru.client.consumer.Consumer;
import dev.naru.client.consumer.Polled;
import dev.naru.common.TopicPartition;
import dev.naru.common.runtime.EventLoop;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The partitions a member has, where it is in each, and the way from those it has to those it should have: give up what
 * is too much (stop reading, commit, tell the listener), then take on what is missing (tell the listener, find where to
 * begin). One such change is under way at a time, and it only begins while a poll is waiting.
 *
 * <p>What is lost by fencing is gone at once, with its positions: a change under way is dropped, and the listener hears of
 * it in the next poll.
 *
 * <p>Threading: confined to the client's loop.
 */
final class Ownership {
    /** When to ask again for offsets of a topic the coordinator does not know. */
    private static final int UNKNOWN_TOPIC_MS = 500;

    private final EventLoop loop;
    private final Consumer consumer;
    private final OffsetReset reset;
    private final Events events;
    private final Map<TopicPartition, Long> tenures = new TreeMap<>();
    private final Map<TopicPartition, CommittedOffset> returned = new HashMap<>();
    private final Set<TopicPartition> unpositioned = new TreeSet<>();
    private final Set<TopicPartition> paused = new TreeSet<>();
    private final Set<TopicPartition> lost = new TreeSet<>();
    private RebalanceListener listener = RebalanceListener.NONE;
    private @Nullable Set<TopicPartition> target;
    private boolean changing;
    private boolean finding;
    private long incarnation;
    private long nextTenure;

    /** What it needs others for. */
    record Events(
            BooleanSupplier polling,
            Function<Set<TopicPartition>, CompletableFuture<Void>> commitBeforeGivingUp,
            Function<Set<TopicPartition>, CompletableFuture<FetchedOffsets>> fetchOffsets,
            Runnable onReconciled,
            java.util.function.Consumer<ClientException> onFailure) {}

    Ownership(EventLoop loop, Consumer consumer, OffsetReset reset, Events events) {
        this.loop = loop;
        this.consumer = consumer;
        this.reset = reset;
        this.events = events;
    }

    void listener(RebalanceListener newListener) {
        listener = newListener;
    }

    Set<TopicPartition> owned() {
        return new TreeSet<>(tenures.keySet());
    }

    /** A number that changes when a partition is had anew, null if it is not had. */
    @Nullable
    Long tenure(TopicPartition partition) {
        return tenures.get(partition);
    }

    /** Where each partition is after everything that polls returned. */
    Map<TopicPartition, CommittedOffset> returned() {
        return Map.copyOf(returned);
    }

    /** A poll was answered with this. */
    void onReturned(Polled polled) {
        polled.progress().forEach((partition, progress) -> {
            if (tenures.containsKey(partition)) {
                returned.put(partition, new CommittedOffset(progress.position(), progress.leaderEpoch(), ""));
            }
        });
    }

    /** These are the partitions to have from now on. */
    void onAssignment(Set<TopicPartition> newTarget) {
        target = new TreeSet<>(newTarget);
        step();
    }

    /** Nothing is had any more, as of now. */
    void loseAll() {
        lost.addAll(tenures.keySet());
        incarnation++;
        changing = false;
        target = null;
        drop(owned());
        step();
    }

    /** Gives up everything, poll or no poll. */
    CompletableFuture<Void> giveUpAll() {
        target = null;
        CompletableFuture<Void> told = CompletableFuture.completedFuture(null);
        if (!lost.isEmpty()) {
            Set<TopicPartition> gone = Set.copyOf(lost);
            lost.clear();
            told = tell("onLost", () -> listener.onLost(gone));
        }
        return told.thenCompose(ignored -> giveUp(owned()));
    }

    /** Does what can be done now. */
    void step() {
        if (changing || !events.polling.getAsBoolean()) {
            return;
        }
        if (!lost.isEmpty()) {
            Set<TopicPartition> gone = Set.copyOf(lost);
            lost.clear();
            change(tell("onLost", () -> listener.onLost(gone)));
            return;
        }
        Set<TopicPartition> wanted = target;
        if (wanted != null) {
            Set<TopicPartition> surplus = owned();
            surplus.removeAll(wanted);
            Set<TopicPartition> missing = new TreeSet<>(wanted);
            missing.removeAll(tenures.keySet());
            if (surplus.isEmpty() && missing.isEmpty()) {
                target = null;
                events.onReconciled.run();
            } else {
                change(giveUp(surplus).thenCompose(ignored -> takeOn(missing)));
                return;
            }
        }
        findPositions();
    }

    private void change(CompletableFuture<Void> done) {
        changing = true;
        long then = incarnation;
        Outcomes.handle(loop, done, (ignored, failure) -> {
            if (then == incarnation) {
                changing = false;
                step();
            }
        });
    }

    private CompletableFuture<Void> giveUp(Set<TopicPartition> partitions) {
        if (partitions.isEmpty()) {
            return CompletableFuture.completedFuture(null);
        }
        stopReading(partitions);
        long then = incarnation;
        return events.commitBeforeGivingUp
                .apply(partitions)
                .thenCompose(ignored -> then == incarnation
                        ? tell("onRevoked", () -> listener.onRevoked(Set.copyOf(partitions)))
                        : CompletableFuture.completedFuture(null))
                .thenRun(() -> {
                    if (then == incarnation) {
                        drop(partitions);
                    }
                });
    }

    private CompletableFuture<Void> takeOn(Set<TopicPartition> partitions) {
        if (partitions.isEmpty()) {
            return CompletableFuture.completedFuture(null);
        }
        partitions.forEach(partition -> tenures.put(partition, nextTenure++));
        unpositioned.addAll(partitions);
        // Known to be had, so that the listener may seek; looked for only afterwards, so that it need not be.
        return tell("onAssigned", () -> listener.onAssigned(Set.copyOf(partitions)));
    }

    /** What a listener throws, or its stage fails with, fails the poll; partitions come and go nevertheless. */
    private CompletableFuture<Void> tell(String method, Supplier<CompletionStage<?>> call) {
        CompletionStage<?> stage;
        try {
            stage = call.get();
        } catch (RuntimeException e) {
            stage = CompletableFuture.failedFuture(e);
        }
        CompletableFuture<Void> told = new CompletableFuture<>();
        // The listener may complete its stage anywhere; what follows belongs to the loop.
        var unused = stage.whenComplete((ignored, failure) -> loop.run(() -> {
            if (failure != null) {
                Throwable reason = Failures.unwrap(failure);
                events.onFailure.accept(
                        new ClientException("the rebalance listener's " + method + " failed: " + reason, reason));
            }
            told.complete(null);
        }));
        return told;
    }

    private void findPositions() {
        if (finding || unpositioned.isEmpty()) {
            return;
        }
        finding = true;
        Map<TopicPartition, Long> asked = new HashMap<>();
        unpositioned.forEach(partition -> asked.put(partition, tenures.getOrDefault(partition, -1L)));
        Outcomes.handle(loop, events.fetchOffsets.apply(Set.copyOf(unpositioned)), (fetched, failure) -> {
            finding = false;
            if (failure != null) {
                // They stay without position; the next poll tries again.
                events.onFailure.accept(Failures.asClientException(failure));
                return;
            }
            asked.keySet().removeAll(fetched.unknown());
            asked.forEach((partition, tenure) -> {
                if (unpositioned.contains(partition) && tenure.equals(tenures.get(partition))) {
                    begin(partition, fetched.committed().get(partition));
                }
            });
            if (fetched.unknown().isEmpty()) {
                step();
            } else {
                // Their topics are new, or will be taken away from this member. What they have is not known: not
                // nothing.
                loop.schedule(UNKNOWN_TOPIC_MS, this::step);
            }
        });
    }

    private void begin(TopicPartition partition, @Nullable CommittedOffset committed) {
        if (committed != null) {
            place(partition, consumer.add(partition, committed.offset(), committed.leaderEpoch()));
        } else if (reset.kind() == OffsetReset.Kind.NONE) {
            events.onFailure.accept(new NoOffsetException(partition));
        } else {
            place(partition, consumer.add(partition, reset.place(loop.clock().wallMs())));
        }
    }

    /** Goes on at this offset; false if the partition is not had. */
    boolean seek(TopicPartition partition, CommittedOffset offset) {
        if (!tenures.containsKey(partition)) {
            return false;
        }
        returned.put(partition, offset);
        place(partition, consumer.add(partition, offset.offset(), offset.leaderEpoch()));
        return true;
    }

    /** Goes on at this place; false if the partition is not had. */
    boolean seek(TopicPartition partition, OffsetSpec place) {
        if (!tenures.containsKey(partition)) {
            return false;
        }
        returned.remove(partition);
        place(partition, consumer.add(partition, place));
        return true;
    }

    /** Polls bring nothing of this partition, or bring it again; false if it is not had. */
    boolean pause(TopicPartition partition, boolean pause) {
        if (!tenures.containsKey(partition)) {
            return false;
        }
        if (pause ? paused.add(partition) : paused.remove(partition)) {
            if (!unpositioned.contains(partition)) {
                applyPause(partition);
            }
        }
        return true;
    }

    private void place(TopicPartition partition, CompletableFuture<Void> added) {
        unpositioned.remove(partition);
        if (paused.contains(partition)) {
            applyPause(partition);
        }
        Outcomes.handle(loop, added, (ignored, failure) -> {
            if (failure != null) {
                events.onFailure.accept(Failures.asClientException(failure));
            }
        });
    }

    private void applyPause(TopicPartition partition) {
        Set<TopicPartition> one = Set.of(partition);
        var unused = paused.contains(partition) ? consumer.pause(one) : consumer.resume(one);
    }

    private void drop(Set<TopicPartition> partitions) {
        stopReading(partitions);
        partitions.forEach(partition -> {
            tenures.remove(partition);
            returned.remove(partition);
            paused.remove(partition);
        });
    }

    private void stopReading(Set<TopicPartition> partitions) {
        unpositioned.removeAll(partitions);
        var unused = consumer.remove(partitions);
    }
}
