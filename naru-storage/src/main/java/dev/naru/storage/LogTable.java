package dev.naru.storage;

import dev.naru.common.TopicPartition;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Which logs there are, and which folders hold logs that are damaged.
 *
 * <p>Threading: written by the log manager, read from any thread.
 */
final class LogTable {
    private final Map<TopicPartition, Log> logs = new ConcurrentHashMap<>();
    private final Map<TopicPartition, DamagedLog> damaged = new ConcurrentHashMap<>();

    void add(Log log) {
        logs.put(log.partition(), log);
    }

    void remove(TopicPartition partition) {
        logs.remove(partition);
        damaged.remove(partition);
    }

    void addDamaged(TopicPartition partition, DamagedLog log) {
        damaged.put(partition, log);
    }

    @Nullable
    Log get(TopicPartition partition) {
        return logs.get(partition);
    }

    @Nullable
    DamagedLog getDamaged(TopicPartition partition) {
        return damaged.get(partition);
    }

    Collection<Log> all() {
        return Collections.unmodifiableCollection(logs.values());
    }

    List<TopicPartition> allDamaged() {
        return damaged.keySet().stream().sorted().toList();
    }

    List<Log> in(LogDirectory directory) {
        return logs.values().stream()
                .filter(log -> log.directoryState() == directory)
                .toList();
    }

    Map<TopicPartition, DamagedLog> damagedIn(LogDirectory directory) {
        Map<TopicPartition, DamagedLog> result = new HashMap<>();
        damaged.forEach((partition, log) -> {
            if (log.directory == directory) {
                result.put(partition, log);
            }
        });
        return result;
    }

    /** A log that is left alone; what the checkpoints say of it is kept. */
    record DamagedLog(
            LogDirectory directory, LogFolder folder, long recoveryPoint, long logStartOffset, String reason) {}
}
