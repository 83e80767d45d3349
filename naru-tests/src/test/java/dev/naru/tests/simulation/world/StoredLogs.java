package dev.naru.tests.simulation.world;

import dev.naru.common.TopicPartition;
import dev.naru.common.Uuid;
import dev.naru.common.file.Disk;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * All partitions in a log directory at one moment, and up to where each was written down as forced.
 *
 * <p>Threading: confined to the simulation's thread.
 */
final class StoredLogs {
    private static final Pattern FOLDER = Pattern.compile("(.+)-([0-9]+)");
    private static final Pattern TOPIC_ID = Pattern.compile("topic_id: (\\S{22})\n");

    private final Map<PartitionId, StoredLog> logs = new HashMap<>();
    private final Map<PartitionId, Long> recoveryPoints = new HashMap<>();

    static StoredLogs read(Disk disk, Path directory) {
        try {
            return new StoredLogs(disk, directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private StoredLogs(Disk disk, Path directory) throws IOException {
        if (!disk.isDirectory(directory)) {
            return;
        }
        Map<TopicPartition, Long> checkpoint = checkpoint(disk, directory.resolve("recovery-point-offset-checkpoint"));
        for (Path folder : disk.list(directory)) {
            Matcher name = FOLDER.matcher(folder.getFileName().toString());
            Path metadata = folder.resolve("partition.metadata");
            if (!name.matches() || !disk.exists(metadata)) {
                continue;
            }
            Matcher topicId = TOPIC_ID.matcher(text(disk, metadata));
            if (topicId.find()) {
                TopicPartition partition = new TopicPartition(name.group(1), Integer.parseInt(name.group(2)));
                PartitionId id = new PartitionId(Uuid.parse(topicId.group(1)), partition);
                logs.put(id, StoredLog.read(disk, folder));
                recoveryPoints.put(id, checkpoint.getOrDefault(partition, 0L));
            }
        }
    }

    StoredLog of(PartitionId id) {
        return logs.getOrDefault(id, StoredLog.EMPTY);
    }

    Map<PartitionId, StoredLog> all() {
        return logs;
    }

    /** The offset before which everything was forced, as the checkpoint says; 0 if it says nothing. */
    long recoveryPoint(PartitionId id) {
        return recoveryPoints.getOrDefault(id, 0L);
    }

    private static Map<TopicPartition, Long> checkpoint(Disk disk, Path path) throws IOException {
        Map<TopicPartition, Long> offsets = new HashMap<>();
        if (disk.exists(path)) {
            text(disk, path)
                    .lines()
                    .map(line -> line.split(" "))
                    .filter(line -> line.length == 3)
                    .forEach(line -> offsets.put(
                            new TopicPartition(line[0], Integer.parseInt(line[1])), Long.parseLong(line[2])));
        }
        return offsets;
    }

    private static String text(Disk disk, Path path) throws IOException {
        return StandardCharsets.UTF_8.decode(StoredLog.content(disk, path)).toString();
    }
}
