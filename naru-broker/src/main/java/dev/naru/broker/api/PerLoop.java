package dev.naru.broker.api;

import dev.naru.common.runtime.EventLoop;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * Does something with each of many partitions, each on its own loop: one message per loop goes out and one comes back,
 * however many partitions there are. Those on the request's own loop need none.
 *
 * <p>The items are handed over: while the work is under way each belongs to its partition's loop, and afterwards all of
 * them to the request's again.
 *
 * <p>Threading: begun on the request's loop, which is where it ends.
 */
final class PerLoop {
    private final RequestContext context;
    private final EventLoop home;
    private final Runnable done;
    private int loopsLeft;

    private PerLoop(RequestContext context, int loops, Runnable done) {
        this.context = context;
        this.home = context.loop();
        this.loopsLeft = loops;
        this.done = done;
    }

    /**
     * Runs {@code work} on every item.
     *
     * @param loopOf where an item is worked on
     * @param work gets an item and what to run, on the same loop, now or later, once its work is done
     * @param done runs at home when all items are done, at once if none has to leave home
     */
    static <T> void run(
            RequestContext context,
            List<T> items,
            Function<T, EventLoop> loopOf,
            BiConsumer<T, Runnable> work,
            Runnable done) {
        if (items.isEmpty()) {
            done.run();
            return;
        }
        Map<EventLoop, List<T>> byLoop = group(items, loopOf);
        PerLoop run = new PerLoop(context, byLoop.size(), done);
        List<T> atHome = byLoop.remove(run.home);
        byLoop.forEach((loop, group) -> context.runOn(loop, () -> run.work(group, work)));
        // The others are on their way already, so that the work at home is done while theirs is.
        if (atHome != null) {
            run.work(atHome, work);
        }
    }

    /** The items by the loop they belong to; loops and items in the order they come in. */
    static <T> Map<EventLoop, List<T>> group(List<T> items, Function<T, EventLoop> loopOf) {
        Map<EventLoop, List<T>> byLoop = new LinkedHashMap<>();
        for (T item : items) {
            byLoop.computeIfAbsent(loopOf.apply(item), loop -> new ArrayList<>())
                    .add(item);
        }
        return byLoop;
    }

    private <T> void work(List<T> group, BiConsumer<T, Runnable> work) {
        Group left = new Group(group.size());
        for (T item : group) {
            work.accept(item, () -> left.onItemDone());
        }
    }

    private void onLoopDone() {
        loopsLeft--;
        if (loopsLeft == 0) {
            done.run();
        }
    }

    /** The items of one loop. Threading: confined to that loop. */
    private final class Group {
        private int itemsLeft;

        Group(int items) {
            itemsLeft = items;
        }

        void onItemDone() {
            itemsLeft--;
            if (itemsLeft == 0) {
                context.runOn(home, PerLoop.this::onLoopDone);
            }
        }
    }
}
