package dev.naru.broker.metadata;

import dev.naru.common.runtime.EventLoop;
import dev.naru.metadata.ClusterImage;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.Consumer;

/**
 * The image that requests see, and a place to wait for a newer one: a handler that had the controller change something
 * answers once the change is visible here.
 *
 * <p>Threading: {@link #current} is safe from any thread; the rest is confined to the loop of whoever publishes, which
 * {@link #await} hands its work over to.
 */
public final class PublishedImage {
    private final EventLoop owner;
    private final PriorityQueue<Waiter> waiters = new PriorityQueue<>(Comparator.comparingLong(Waiter::endOffset));
    private final List<Consumer<ClusterImage>> listeners = new ArrayList<>();
    private volatile ClusterImage current = ClusterImage.EMPTY;

    private record Waiter(long endOffset, EventLoop loop, Runnable done) {}

    /** Nothing is published yet. */
    public PublishedImage(EventLoop owner) {
        this.owner = owner;
    }

    /** What the metadata says now. A request asks once and keeps the answer. */
    public ClusterImage current() {
        return current;
    }

    /** Runs {@code done} on {@code loop} once an image that reaches up to {@code endOffset} is published. */
    public void await(long endOffset, EventLoop loop, Runnable done) {
        owner.run(() -> {
            if (current.position().endOffset() >= endOffset) {
                loop.execute(done);
            } else {
                waiters.add(new Waiter(endOffset, loop, done));
            }
        });
    }

    /**
     * Tells {@code listener} of the image there is and of each one published from now on, on the owner's loop, before anybody
     * who waits for it is told.
     */
    public void listen(Consumer<ClusterImage> listener) {
        owner.checkCurrent();
        listeners.add(listener);
        listener.accept(current);
    }

    /** Makes a newer image visible. */
    public void publish(ClusterImage image) {
        owner.checkCurrent();
        current = image;
        listeners.forEach(listener -> listener.accept(image));
        for (Waiter next = waiters.peek();
                next != null && next.endOffset <= image.position().endOffset(); ) {
            waiters.remove();
            next.loop.execute(next.done);
            next = waiters.peek();
        }
    }
}
