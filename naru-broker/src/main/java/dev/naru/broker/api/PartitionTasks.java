package dev.naru.broker.api;

import dev.naru.protocol.ErrorCode;
import dev.naru.replication.Partition;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * What a request wants of each of many partitions, to be done on the loop of the partition. See {@link PerLoop}.
 *
 * <p>Threading: confined to the request's loop; what a task fills in is handed from loop to loop with it.
 */
final class PartitionTasks {
    private final List<Task> tasks = new ArrayList<>();

    private record Task(Partition partition, BiConsumer<Partition, Runnable> work) {}

    /** Adds a task that is done when {@code work} returns, if the partition was found; else tells {@code failed} why not. */
    void add(PartitionFinder.Found found, Consumer<Partition> work, Consumer<ErrorCode> failed) {
        addLong(
                found,
                (partition, done) -> {
                    work.accept(partition);
                    done.run();
                },
                failed);
    }

    /** As {@link #add}, but the task is done when {@code work} runs what it gets, on the partition's loop. */
    void addLong(PartitionFinder.Found found, BiConsumer<Partition, Runnable> work, Consumer<ErrorCode> failed) {
        Partition partition = found.partition();
        if (partition == null) {
            failed.accept(found.error());
        } else {
            tasks.add(new Task(partition, work));
        }
    }

    /** Has all of them done; then {@code done} runs on the request's loop. */
    void run(RequestContext context, Runnable done) {
        PerLoop.run(
                context,
                tasks,
                task -> task.partition.loop(),
                (task, taskDone) -> task.work.accept(task.partition, taskDone),
                done);
    }
}
