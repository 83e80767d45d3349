package dev.naru.broker.metadata;

import dev.naru.common.runtime.EventLoop;
import dev.naru.metadata.ClusterImage;
import java.util.Comparator;
import java.util.PriorityQueue;

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

    /** Makes a newer image visible. */
    public void publish(ClusterImage image) {
        owner.checkCurrent();
        current = image;
        for (Waiter next = waiters.peek();
                next != null && next.endOffset <= image.position().endOffset(); ) {
            waiters.remove();
            next.loop.execute(next.done);
            next = waiters.peek();
        }
    }
}
