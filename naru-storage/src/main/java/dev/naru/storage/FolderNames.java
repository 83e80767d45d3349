package dev.naru.storage;

import dev.naru.common.Uuid;
import dev.naru.common.file.Disk;
import java.io.IOException;

/**
 * Makes the name of a partition's folder, and of the first file in it, durable. Making a folder forces nothing, so that
 * many are made quickly; it is done in the background at the first append, and at the latest before there is a second
 * segment: a log must not come back from a power cut with its end and without its beginning.
 *
 * <p>Threading: confined to the partition's loop.
 */
final class FolderNames {
    private final LogState log;
    /** Nobody remembers over a restart, so it is done once in each. */
    private boolean durable;

    private boolean requested;

    FolderNames(LogState log) {
        this.log = log;
    }

    boolean areDurable() {
        return durable;
    }

    void onDurable() {
        durable = true;
    }

    void onAppended() {
        if (!durable && !requested) {
            requested = true;
            log.submit(this::force, forced -> onDurable(), log::fail);
        }
    }

    /** Blocks, in the rare case that a whole segment was filled before the background had its turn. */
    void requireDurable() throws IOException {
        if (!durable) {
            force();
            durable = true;
        }
    }

    private LogFolder force() throws IOException {
        return force(log.context().disk(), log.folder(), log.place().topicId());
    }

    static LogFolder force(Disk disk, LogFolder folder, Uuid topicId) throws IOException {
        if (!topicId.isZero()) {
            // Written anew: if an earlier run failed to force it, forcing it again would seem to work and be worth
            // nothing.
            PartitionMetadataFile.write(disk, folder, topicId, true);
        }
        disk.forceDirectory(folder.path());
        disk.forceDirectory(WholeFile.parentOf(folder.path()));
        return folder;
    }
}
