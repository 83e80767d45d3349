package dev.naru.storage;

import dev.naru.common.Uuid;
import dev.naru.common.file.Disk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes the directories of {@code log.dirs} into use: a lock, so that no second process writes there, and {@code
 * meta.properties}, so that no other broker does.
 *
 * <p>Threading: blocks; confined to the thread that starts the broker, then to the one that stops it.
 */
final class LogDirectories {
    static final String LOCK_FILE_NAME = ".lock";

    private static final Logger LOG = LoggerFactory.getLogger(LogDirectories.class);

    private final Disk disk;
    private final List<LogDirectory> all;
    private final Map<LogDirectory, AutoCloseable> locks = new HashMap<>();
    private final Map<LogDirectory, MetaProperties> identities = new HashMap<>();

    LogDirectories(Disk disk, List<LogDirectory> all) {
        this.disk = disk;
        this.all = List.copyOf(all);
    }

    List<LogDirectory> all() {
        return all;
    }

    /** Locks them and reads whose they are; on failure none stays locked. */
    @Nullable
    String open() throws IOException {
        try {
            String clusterId = null;
            for (LogDirectory directory : all) {
                lock(directory);
                MetaProperties found = MetaProperties.read(disk, directory.file(MetaProperties.FILE_NAME));
                if (found != null) {
                    identities.put(directory, found);
                    clusterId = sameCluster(clusterId, found.clusterId(), directory);
                }
            }
            return clusterId;
        } catch (IOException e) {
            close();
            throw e;
        }
    }

    private void lock(LogDirectory directory) throws IOException {
        createDurably(directory.path());
        AutoCloseable lock = disk.tryLock(directory.file(LOCK_FILE_NAME));
        if (lock == null) {
            throw new IOException("log directory " + directory
                    + " is in use by another process; stop that one, or use another directory");
        }
        locks.put(directory, lock);
    }

    /** Creates the folder and those above it that are missing, so that they are there after a power cut. */
    private void createDurably(Path path) throws IOException {
        Path parent = WholeFile.parentOf(path);
        if (disk.exists(path) || parent.equals(path)) {
            disk.createDirectories(path);
            return;
        }
        createDurably(parent);
        disk.createDirectories(path);
        disk.forceDirectory(parent);
    }

    private static @Nullable String sameCluster(@Nullable String one, @Nullable String other, LogDirectory directory)
            throws IOException {
        if (one != null && other != null && !one.equals(other)) {
            throw new IOException("log directory " + directory + " belongs to cluster " + other
                    + ", another log directory to cluster " + one);
        }
        return other == null ? one : other;
    }

    void identify(String clusterId, int nodeId, RandomGenerator random) throws IOException {
        for (LogDirectory directory : all) {
            MetaProperties found = identities.get(directory);
            if (found != null && found.nodeId() >= 0 && found.nodeId() != nodeId) {
                throw new IOException("log directory " + directory + " belongs to broker " + found.nodeId()
                        + ", this is " + "broker " + nodeId);
            }
            if (found != null) {
                sameCluster(clusterId, found.clusterId(), directory);
            }
            boolean hasId = found != null && !found.directoryId().isZero();
            Uuid directoryId = found != null && hasId ? found.directoryId() : newId(random);
            if (found == null || !hasId || found.clusterId() == null || found.nodeId() < 0) {
                new MetaProperties(clusterId, nodeId, directoryId)
                        .write(disk, directory.file(MetaProperties.FILE_NAME));
            }
            directory.setId(directoryId);
        }
    }

    /** Ids whose text begins with a dash are left out: command lines take them for options. */
    private static Uuid newId(RandomGenerator random) {
        while (true) {
            Uuid id = new Uuid(random.nextLong(), random.nextLong());
            if (!id.isZero() && !id.toString().startsWith("-")) {
                return id;
            }
        }
    }

    /** Frees the locks. */
    void close() {
        for (AutoCloseable lock : new ArrayList<>(locks.values())) {
            try {
                lock.close();
            } catch (Exception e) {
                LOG.warn("a lock could not be freed: {}", e.toString());
            }
        }
        locks.clear();
    }

    /** Folders that are no partition's, and files, that belong here all the same. */
    static boolean isExpected(Path path) {
        String name = String.valueOf(path.getFileName());
        return name.startsWith(".")
                || name.equals("lost+found")
                || name.equals("metadata")
                || name.equals(MetaProperties.FILE_NAME)
                || name.equals(OffsetCheckpoint.RECOVERY_POINTS)
                || name.equals(OffsetCheckpoint.LOG_START_OFFSETS)
                || name.endsWith(".tmp");
    }
}
