package dev.naru.storage;

import dev.naru.common.file.Disk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is in a partition's folder, by kind, in the order of the offsets.
 *
 * @param logs offsets of the {@code .log} files
 * @param snapshots offsets of the {@code .snapshot} files
 * @param indexed offsets that have both indexes
 */
record FolderListing(List<Long> logs, List<Long> snapshots, Set<Long> indexed) {
    private static final Logger LOG = LoggerFactory.getLogger(FolderListing.class);

    /** Lists the folder, and deletes what an earlier run had already decided to delete. */
    static FolderListing read(Disk disk, LogFolder folder) throws IOException {
        List<Long> logs = new ArrayList<>();
        List<Long> snapshots = new ArrayList<>();
        Set<Long> offsetIndexes = new HashSet<>();
        Set<Long> timeIndexes = new HashSet<>();
        for (Path path : disk.list(folder.path())) {
            String name = String.valueOf(path.getFileName());
            if (name.endsWith(FileKind.DELETED_SUFFIX)) {
                disk.deleteIfExists(path);
            }
            addIf(FileKind.LOG, name, logs);
            addIf(FileKind.SNAPSHOT, name, snapshots);
            addIf(FileKind.OFFSET_INDEX, name, offsetIndexes);
            addIf(FileKind.TIME_INDEX, name, timeIndexes);
        }
        deleteOrphans(disk, folder, FileKind.OFFSET_INDEX, offsetIndexes, logs);
        deleteOrphans(disk, folder, FileKind.TIME_INDEX, timeIndexes, logs);
        offsetIndexes.retainAll(timeIndexes);
        return new FolderListing(logs, snapshots, offsetIndexes);
    }

    private static void addIf(FileKind kind, String name, Collection<Long> offsets) {
        long offset = kind.offsetIn(name);
        if (offset >= 0) {
            offsets.add(offset);
        }
    }

    private static void deleteOrphans(Disk disk, LogFolder folder, FileKind kind, Set<Long> indexes, List<Long> logs)
            throws IOException {
        Set<Long> known = new HashSet<>(logs);
        for (Long offset : List.copyOf(indexes)) {
            if (!known.contains(offset)) {
                LOG.warn("index without a log, deleted: file={}", folder.file(kind, offset));
                disk.deleteIfExists(folder.file(kind, offset));
                indexes.remove(offset);
            }
        }
    }
}
