package dev.naru.metadata;

import dev.naru.common.Invariant;
import dev.naru.common.runtime.EventLoop;
import dev.naru.protocol.PersistedRecord;
import java.util.ArrayList;
import java.util.List;

/**
 * Follows the metadata log and keeps the newest image. Everybody in a broker reads {@link #image}; whoever has to act on
 * changes listens, and is told of every image in order, none left out.
 *
 * <p>Threading: {@link #image} from any thread; everything else confined to the metadata loop.
 */
public final class MetadataFollower implements MetadataReader {
    private final EventLoop loop;
    private final Watcher watcher;
    private final List<ImageListener> listeners = new ArrayList<>();
    private volatile ClusterImage image = ClusterImage.EMPTY;
    private boolean isStopped;

    /** Whoever started the follower and has to know how it goes. */
    public interface Watcher {
        /** All that was in the log at start-up is in the image. */
        void onCaughtUp();

        /** The log cannot be read or makes no sense; the image stays where it is. */
        void onFailed(Exception cause);
    }

    /** Knows nothing until the log tells it. */
    public MetadataFollower(EventLoop loop, Watcher watcher) {
        this.loop = loop;
        this.watcher = watcher;
    }

    /** The newest image. */
    public ClusterImage image() {
        return image;
    }

    /** Adds a listener, which is first told of the image there is as if it had come about in one step. */
    public void listen(ImageListener listener) {
        loop.checkCurrent();
        ClusterDelta fromNothing = new ClusterDelta(ClusterImage.EMPTY);
        ImageRecords.write(image, fromNothing::replay);
        listener.onImage(image, fromNothing);
        listeners.add(listener);
    }

    @Override
    public void onSnapshot(List<PersistedRecord> records, LogPosition position) {
        Invariant.check(image.position().endOffset() == 0, "a snapshot comes first or not at all");
        replay(records, position);
    }

    @Override
    public void onBatch(MetadataBatch batch) {
        Invariant.check(
                batch.baseOffset() == image.position().endOffset(),
                "the metadata log went on at offset %d after %d",
                batch.baseOffset(),
                image.position().endOffset());
        replay(batch.records(), batch.end());
    }

    @Override
    public void onCaughtUp() {
        if (!isStopped) {
            watcher.onCaughtUp();
        }
    }

    @Override
    public void onReadFailed(Exception cause) {
        stop(cause);
    }

    private void replay(List<PersistedRecord> records, LogPosition position) {
        loop.checkCurrent();
        if (isStopped) {
            return;
        }
        ClusterDelta delta = new ClusterDelta(image);
        try {
            records.forEach(delta::replay);
        } catch (MetadataException e) {
            stop(e);
            return;
        }
        image = delta.apply(position);
        listeners.forEach(listener -> listener.onImage(image, delta));
    }

    private void stop(Exception cause) {
        isStopped = true;
        watcher.onFailed(cause);
    }
}
