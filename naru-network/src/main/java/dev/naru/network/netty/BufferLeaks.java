package dev.naru.network.netty;

import io.netty.buffer.Unpooled;
import io.netty.util.ResourceLeakDetector;
import io.netty.util.ResourceLeakDetectorFactory;
import io.netty.util.ResourceLeakTracker;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Buffers that were forgotten instead of released, as Netty's leak detector finds them once the garbage collector has
 * taken them. Tests install it and fail on what it finds; which buffers are watched says {@code
 * -Dio.netty.leakDetection.level}.
 *
 * <p>Threading: safe from any thread.
 */
public final class BufferLeaks {
    private static final int COLLECTIONS = 3;
    private static final long REFERENCES_ENQUEUED_MS = 20;
    private static final Queue<String> reports = new ConcurrentLinkedQueue<>();
    private static final AtomicBoolean watchedSinceLastCall = new AtomicBoolean();

    private BufferLeaks() {}

    /** Watches buffers from now on; must come before the first buffer of the process. */
    public static void install() {
        ResourceLeakDetectorFactory.setResourceLeakDetectorFactory(new ResourceLeakDetectorFactory() {
            @Override
            @SuppressWarnings("deprecation") // Deprecated, and yet the one method that has to be written.
            public <T> ResourceLeakDetector<T> newResourceLeakDetector(Class<T> type, int interval, long maxActive) {
                return new CollectingDetector<>(type, interval);
            }
        });
    }

    /**
     * Has the garbage collected and returns what was found since the last call, with the places that touched it last.
     * Returns at once if no buffer was made since.
     */
    public static List<String> collect() throws InterruptedException {
        if (!watchedSinceLastCall.get()) {
            return List.of();
        }
        for (int i = 0; i < COLLECTIONS; i++) {
            System.gc();
            Thread.sleep(REFERENCES_ENQUEUED_MS);
            // The detector looks at what was collected only when the next buffer is made.
            Unpooled.directBuffer(1).release();
        }
        List<String> found = List.copyOf(reports);
        reports.clear();
        watchedSinceLastCall.set(false);
        return found;
    }

    private static final class CollectingDetector<T> extends ResourceLeakDetector<T> {
        CollectingDetector(Class<?> type, int interval) {
            super(type, interval);
        }

        @Override
        public @Nullable ResourceLeakTracker<T> track(T buffer) {
            watchedSinceLastCall.set(true);
            return super.track(buffer);
        }

        @Override
        public @Nullable ResourceLeakTracker<T> trackForcibly(T buffer) {
            watchedSinceLastCall.set(true);
            return super.trackForcibly(buffer);
        }

        @Override
        protected boolean needReport() {
            return true;
        }

        @Override
        protected void reportTracedLeak(String resourceType, String records) {
            reports.add(resourceType + " was not released; last touched at" + records);
        }

        @Override
        protected void reportUntracedLeak(String resourceType) {
            reports.add(resourceType + " was not released");
        }
    }
}
