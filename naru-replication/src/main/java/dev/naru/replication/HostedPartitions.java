package dev.naru.replication;

import dev.naru.common.TopicPartition;
import dev.naru.common.runtime.EventLoop;
import dev.naru.common.runtime.EventLoops;
import dev.naru.storage.Log;
import dev.naru.storage.LogConfig;
import dev.naru.storage.LogHome;
import dev.naru.storage.LogManager;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All partitions of one broker. {@link #load} opens what is on disk and belongs to this broker; after that {@link #apply}
 * makes, changes and deletes partitions as the cluster's metadata says; {@link #close} ends them all.
 *
 * <p>Changes are made one after the other, each wholly before the next, and seen by requests together: {@link #lookup} is
 * an immutable snapshot. Data whose topic the metadata does not know is left alone and reported: metadata can be wrong or
 * lost, data cannot be brought back. It is deleted only when a topic of the same name and another id takes its place.
 *
 * <p>Threading: confined to the owner's loop; {@link #lookup} and {@link #loopOf} are safe from any thread.
 */
public final class HostedPartitions {
    private static final Logger LOGGER = LoggerFactory.getLogger(HostedPartitions.class);

    private static final int STRAYS_NAMED_MAX = 10;

    private final int localBrokerId;
    private final EventLoop owner;
    private final EventLoops loops;
    private final LogManager logs;
    private final PartitionTable table = new PartitionTable();
    private final Queue<HostedChange> changes = new ArrayDeque<>();
    private boolean changing;
    /** What ends all partitions, once that has begun. */
    private @Nullable Runnable closing;

    private volatile PartitionLookup lookup = PartitionLookup.EMPTY;

    private record HostedChange(List<HostedReplica> hosted, List<TopicPartition> removed, Runnable done) {}

    /** Owned by {@code owner}, the loop of {@code logs} as well. */
    public HostedPartitions(int localBrokerId, EventLoop owner, EventLoops loops, LogManager logs) {
        this.localBrokerId = localBrokerId;
        this.owner = owner;
        this.loops = loops;
        this.logs = logs;
    }

    /** The partitions there are now. Safe from any thread. */
    public PartitionLookup lookup() {
        return lookup;
    }

    /** The loop a partition is confined to, here or not. Safe from any thread. */
    public EventLoop loopOf(TopicPartition id) {
        return loops.forHash(id.hashCode());
    }

    /**
     * Opens the logs on disk, recovering where needed, and makes those that are missing.
     *
     * @param hosted what the metadata puts on this broker
     * @param done runs on the owner's loop when requests can find all partitions
     */
    public void load(List<HostedReplica> hosted, Runnable done, Consumer<Throwable> failed) {
        owner.checkCurrent();
        Map<TopicPartition, HostedReplica> byId = new HashMap<>();
        hosted.forEach(replica -> byId.put(replica.assignment().partition(), replica));
        Function<TopicPartition, LogHome> homes = id -> {
            HostedReplica replica = byId.get(id);
            LogConfig config =
                    replica == null ? LogConfig.DEFAULTS : replica.config().log();
            return new LogHome(loopOf(id), config);
        };
        logs.load(homes, loaded -> owner.run(() -> onLoaded(loaded, byId, done)), failed);
    }

    private void onLoaded(Collection<Log> loaded, Map<TopicPartition, HostedReplica> hosted, Runnable done) {
        long strays = 0;
        for (Log log : loaded) {
            if (!hosted.containsKey(log.partition())) {
                strays++;
                if (strays <= STRAYS_NAMED_MAX) {
                    LOGGER.warn(
                            "log without a topic is left alone partition={} topicId={}",
                            log.partition(),
                            log.topicId());
                }
            }
        }
        if (strays > 0) {
            LOGGER.warn("logs without a topic in the metadata count={}", strays);
        }
        apply(List.copyOf(hosted.values()), List.of(), done);
    }

    /**
     * The metadata has changed.
     *
     * @param hosted replicas on this broker that are new or changed
     * @param removed partitions this broker has no replica of any more
     * @param done runs on the owner's loop when requests see the change
     */
    public void apply(List<HostedReplica> hosted, List<TopicPartition> removed, Runnable done) {
        owner.checkCurrent();
        if (closing != null) {
            // The next start will find it in the metadata.
            return;
        }
        changes.add(new HostedChange(hosted, removed, done));
        if (!changing) {
            nextChange();
        }
    }

    private void nextChange() {
        if (closing != null) {
            changing = false;
            closing.run();
            return;
        }
        HostedChange change = changes.poll();
        changing = change != null;
        if (change == null) {
            return;
        }
        // What goes is gone before anything new is made: a topic may be deleted and made again in one change.
        List<TopicPartition> deleted = new ArrayList<>(change.removed);
        deleted.addAll(superseded(change));
        Countdown deletions = new Countdown(deleted.size(), () -> host(change));
        deleted.forEach(id -> remove(id, deletions));
    }

    private void host(HostedChange change) {
        Map<EventLoop, List<HostedReplica>> byLoop = new HashMap<>();
        for (HostedReplica replica : change.hosted) {
            byLoop.computeIfAbsent(loopOf(replica.assignment().partition()), loop -> new ArrayList<>())
                    .add(replica);
        }
        Countdown steps = new Countdown(change.hosted.size(), () -> finish(change));
        byLoop.forEach((loop, replicas) -> hostOn(loop, replicas, steps));
    }

    private void finish(HostedChange change) {
        lookup = table.snapshot();
        change.done.run();
        nextChange();
    }

    /** Logs of a deleted topic whose name has been given to a new one. */
    private List<TopicPartition> superseded(HostedChange change) {
        List<TopicPartition> superseded = new ArrayList<>();
        for (HostedReplica replica : change.hosted) {
            Log log = logs.get(replica.assignment().partition());
            boolean hasOtherId = log != null
                    && !log.topicId().isZero()
                    && !log.topicId().equals(replica.assignment().topicId());
            if (hasOtherId && !change.removed.contains(replica.assignment().partition())) {
                superseded.add(replica.assignment().partition());
            }
        }
        return superseded;
    }

    /** One message to the loop for all partitions whose log is there; the others need a log first. */
    private void hostOn(EventLoop loop, List<HostedReplica> replicas, Countdown steps) {
        List<Runnable> onLoop = new ArrayList<>();
        List<Partition> ready = new ArrayList<>();
        for (HostedReplica replica : replicas) {
            TopicPartition id = replica.assignment().partition();
            Partition before = table.find(id);
            Log log = logs.get(id);
            if (before != null) {
                onLoop.add(() -> change(before, replica));
            } else if (log != null) {
                Partition made = partition(log, replica);
                ready.add(made);
                onLoop.add(() -> made.onAssignment(replica.assignment()));
            } else {
                create(replica, steps);
            }
        }
        if (!onLoop.isEmpty()) {
            loop.execute(() -> {
                onLoop.forEach(Runnable::run);
                owner.execute(() -> {
                    table.put(ready);
                    steps.count(onLoop.size());
                });
            });
        }
    }

    private void create(HostedReplica replica, Countdown steps) {
        PartitionAssignment assignment = replica.assignment();
        LogHome home =
                new LogHome(loopOf(assignment.partition()), replica.config().log());
        logs.getOrCreate(
                assignment.partition(),
                assignment.topicId(),
                home,
                log -> {
                    Partition made = partition(log, replica);
                    made.onAssignment(assignment);
                    owner.execute(() -> {
                        table.put(List.of(made));
                        steps.count(1);
                    });
                },
                cause -> owner.execute(() -> {
                    LOGGER.error(
                            "log cannot be made partition={} cause=\"{}\"", assignment.partition(), cause.toString());
                    table.putOffline(assignment.partition(), assignment.topicId());
                    steps.count(1);
                }));
    }

    private Partition partition(Log log, HostedReplica replica) {
        return new Partition(log, localBrokerId, replica.assignment(), replica.config());
    }

    private static void change(Partition partition, HostedReplica replica) {
        if (!partition.config().equals(replica.config())) {
            partition.onConfig(replica.config());
        }
        partition.onAssignment(replica.assignment());
    }

    private void remove(TopicPartition id, Countdown steps) {
        Partition partition = table.find(id);
        table.remove(id);
        lookup = table.snapshot();
        if (partition == null) {
            delete(id, steps);
            return;
        }
        partition.loop().execute(() -> {
            partition.close(Refusal.NOT_HOSTED);
            owner.execute(() -> delete(id, steps));
        });
    }

    private void delete(TopicPartition id, Countdown steps) {
        logs.delete(
                id,
                () -> owner.execute(() -> steps.count(1)),
                cause -> owner.execute(() -> {
                    LOGGER.error("log cannot be deleted partition={} cause=\"{}\"", id, cause.toString());
                    steps.count(1);
                }));
    }

    /**
     * Ends all partitions, so that nothing is appended any more; the logs are closed by their manager afterwards. A change
     * under way is finished first, or it would make logs that nobody closes; those that wait are dropped.
     */
    public void close(Runnable done) {
        owner.checkCurrent();
        closing = () -> closeAll(done);
        if (!changing) {
            closing.run();
        }
    }

    private void closeAll(Runnable done) {
        List<Partition> all = table.all();
        lookup = PartitionLookup.EMPTY;
        Map<EventLoop, List<Partition>> byLoop = new HashMap<>();
        all.forEach(partition -> byLoop.computeIfAbsent(partition.loop(), loop -> new ArrayList<>())
                .add(partition));
        Countdown steps = new Countdown(byLoop.size(), done);
        byLoop.forEach((loop, partitions) -> loop.execute(() -> {
            partitions.forEach(partition -> partition.close(Refusal.NOT_LEADER));
            owner.execute(() -> steps.count(1));
        }));
    }
}
