package dev.naru.client.producer;

import dev.naru.common.runtime.EventLoop;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * Hands what many threads put in to one loop, in the order of each thread, many at a time: the loop is woken once, not
 * once for each. Its bound is the {@link SendBuffer}'s.
 *
 * <p>Threading: {@link #put} from any thread; the receiver runs on the loop.
 */
final class Inbox<T> {
    private final EventLoop loop;
    private final Consumer<List<T>> receiver;
    private final ConcurrentLinkedQueue<T> queue = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean drainScheduled = new AtomicBoolean();

    Inbox(EventLoop loop, Consumer<List<T>> receiver) {
        this.loop = loop;
        this.receiver = receiver;
    }

    void put(T item) {
        queue.add(item);
        if (!drainScheduled.get() && drainScheduled.compareAndSet(false, true)) {
            loop.execute(this::drain);
        }
    }

    private void drain() {
        // Cleared first: an item that comes while the queue is being emptied is either taken now or wakes the loop
        // again.
        drainScheduled.set(false);
        List<T> items = new ArrayList<>();
        for (T item = queue.poll(); item != null; item = queue.poll()) {
            items.add(item);
        }
        if (!items.isEmpty()) {
            receiver.accept(items);
        }
    }
}
