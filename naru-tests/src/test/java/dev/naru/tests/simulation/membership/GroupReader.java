package dev.naru.tests.simulation.membership;

import dev.naru.client.Address;
import dev.naru.client.ClientConfig;
import dev.naru.client.ClientException;
import dev.naru.client.ClientRuntime;
import dev.naru.client.cluster.Failures;
import dev.naru.client.consumer.ConsumedRecord;
import dev.naru.client.consumer.ConsumerConfig;
import dev.naru.client.consumer.Polled;
import dev.naru.client.group.GroupConfig;
import dev.naru.client.group.GroupConsumer;
import dev.naru.client.group.MemberFencedException;
import dev.naru.client.group.RebalanceListener;
import dev.naru.client.group.Subscription;
import dev.naru.common.TopicPartition;
import dev.naru.testkit.SimulatedProcess;
import dev.naru.testkit.Simulation;
import dev.naru.tests.simulation.CrashableBroker;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import java.util.random.RandomGenerator;

/**
 * A member that polls, commits what each poll brought, and now and then dawdles for so long that it is put out of the group.
 *
 * <p>Threading: confined to the simulation's thread.
 */
final class GroupReader implements RebalanceListener {
    private static final int POLL_INTERVAL_MS_MAX = 15_000;
    private static final int POLL_MS = 1_000;

    private final Simulation simulation;
    private final RandomGenerator random;
    private final String name;
    private final GroupCommits commits;
    private final GroupConsumer consumer;
    private final Map<TopicPartition, Reading> unread = new HashMap<>();
    private boolean calm;
    private boolean closing;
    private boolean closed;

    /** A partition while this member has it: what was committed, and what was read. */
    private static final class Reading {
        private long committed;
        private long end;

        Reading(long offset) {
            committed = offset;
            end = offset;
        }
    }

    /** A commit under way. */
    private record Covered(Reading reading, long end) {}

    GroupReader(
            Simulation simulation,
            String name,
            SimulatedProcess process,
            GroupConfig config,
            String topic,
            GroupCommits commits) {
        this.simulation = simulation;
        this.random = simulation.random();
        this.name = name;
        this.commits = commits;
        GroupConfig.Membership impatient = GroupConfig.Membership.DEFAULT.withPollIntervalMsMax(POLL_INTERVAL_MS_MAX);
        this.consumer = new GroupConsumer(
                config(name),
                runtime(simulation, process),
                config.with(impatient).withAutoCommitMs(0),
                ConsumerConfig.DEFAULT);
        hear(consumer.subscribe(Subscription.to(topic), this), (subscribed, failure) -> poll());
    }

    /** Patience fit for seconds. */
    static ClientConfig config(String host) {
        return ClientConfig.of(List.of(new Address(CrashableBroker.HOST, CrashableBroker.PORT)))
                .withClientId(host)
                .withTimeouts(new ClientConfig.Timeouts(1_500, 6_000, 600_000, 20, 200, 3_000));
    }

    static ClientRuntime runtime(Simulation simulation, SimulatedProcess process) {
        return new ClientRuntime(process.loops().all().get(0), process.network(), simulation.random());
    }

    /** A future keeps what its callbacks throw to itself; an objection ends the run. */
    private <T> void hear(CompletableFuture<T> call, BiConsumer<T, Throwable> handler) {
        var unused = call.whenComplete((result, failure) -> {
            try {
                handler.accept(result, failure);
            } catch (RuntimeException | Error objection) {
                simulation.after(0, () -> {
                    throw objection;
                });
            }
        });
    }

    private void poll() {
        if (closing) {
            hear(consumer.closeLater(), (ignored, failure) -> closed = true);
            return;
        }
        hear(consumer.poll(random.nextInt(1, 50), POLL_MS), (polled, failure) -> {
            if (failure == null) {
                take(polled);
                commit();
            } else {
                check(failure);
                simulation.after(200, this::poll);
            }
        });
    }

    private void take(Polled polled) {
        for (ConsumedRecord record : polled.records()) {
            TopicPartition partition = new TopicPartition(record.topic(), record.partition());
            Reading reading = unread.computeIfAbsent(partition, fresh -> new Reading(record.offset()));
            if (reading.end != record.offset()) {
                throw new AssertionError(
                        "%s got %s@%d after %d".formatted(name, partition, record.offset(), reading.end));
            }
            reading.end++;
        }
    }

    private void commit() {
        Map<TopicPartition, Covered> covered = new HashMap<>();
        unread.forEach((partition, reading) -> covered.put(partition, new Covered(reading, reading.end)));
        CompletableFuture<Void> committed = consumer.commit();
        // Who does not wait may lose partitions while the commit is still being tried.
        boolean waits = random.nextInt(3) > 0;
        hear(committed, (ignored, failure) -> {
            covered.forEach((partition, each) -> {
                if (failure == null) {
                    commits.onCommitted(name, partition, each.reading().committed, each.end());
                    each.reading().committed = each.end();
                } else {
                    commits.onUnknown(partition);
                }
            });
            if (failure != null && !(Failures.unwrap(failure) instanceof MemberFencedException)) {
                check(failure);
            }
            if (waits) {
                goOn();
            }
        });
        if (!waits) {
            goOn();
        }
    }

    private void goOn() {
        boolean dawdles = !calm && random.nextInt(60) == 0;
        simulation.after(dawdles ? 2 * POLL_INTERVAL_MS_MAX : random.nextInt(0, 300), this::poll);
    }

    private static void check(Throwable failure) {
        if (!(Failures.unwrap(failure) instanceof ClientException)) {
            throw new AssertionError("not a failure but a bug", failure);
        }
    }

    /** Does not dawdle any more. */
    void calmDown() {
        calm = true;
    }

    void close() {
        closing = true;
    }

    boolean isClosed() {
        return closed;
    }

    @Override
    public CompletionStage<?> onAssigned(Set<TopicPartition> added) {
        unread.keySet().removeAll(added);
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletionStage<?> onRevoked(Set<TopicPartition> revoked) {
        unread.keySet().removeAll(revoked);
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletionStage<?> onLost(Set<TopicPartition> lost) {
        unread.keySet().removeAll(lost);
        return CompletableFuture.completedFuture(null);
    }
}
