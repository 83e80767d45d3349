package dev.naru.storage;

import dev.naru.common.TopicPartition;
import java.nio.file.Path;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The folder of one partition: {@code <topic>-<n>}, or {@code <topic>-<n>.<32 hex digits>-delete} once it is to go.
 *
 * <p>Threading: the path is replaced by the log manager only, and read from any thread.
 */
final class LogFolder {
    static final String DELETE_SUFFIX = "-delete";
    static final String STRAY_SUFFIX = "-stray";
    /** Topic names have at most 249 characters, file names 255. */
    private static final int NAME_LENGTH_MAX = 255;

    private static final int ID_DIGITS = 32;

    private volatile Path path;

    LogFolder(Path path) {
        this.path = path;
    }

    Path path() {
        return path;
    }

    Path file(FileKind kind, long offset) {
        return path.resolve(kind.nameOf(offset));
    }

    Path file(String name) {
        return path.resolve(name);
    }

    void onRenamed(Path newPath) {
        path = newPath;
    }

    /** The partition a folder's name stands for, or null if it is not the folder of a partition in use. */
    static @Nullable TopicPartition partitionOf(String name) {
        int dash = name.lastIndexOf('-');
        if (dash <= 0 || dash == name.length() - 1 || name.length() - dash > 11) {
            return null;
        }
        for (int i = dash + 1; i < name.length(); i++) {
            if (name.charAt(i) < '0' || name.charAt(i) > '9') {
                return null;
            }
        }
        long number = Long.parseLong(name, dash + 1, name.length(), 10);
        return number > Integer.MAX_VALUE ? null : new TopicPartition(name.substring(0, dash), (int) number);
    }

    /** A name for the folder of a partition that is to be deleted; the topic's name is cut if it would get too long. */
    static String nameForDelete(TopicPartition partition, RandomGenerator random) {
        String id = String.format("%016x%016x", random.nextLong(), random.nextLong());
        return cut(partition, "-" + partition.partition() + "." + id + DELETE_SUFFIX);
    }

    /** A name for a folder of which nobody knows to which topic it belongs; it is no partition's any more. */
    static String nameForStray(TopicPartition partition, long wallMs) {
        return cut(partition, "-" + partition.partition() + "." + String.format("%032x", wallMs) + STRAY_SUFFIX);
    }

    private static String cut(TopicPartition partition, String ending) {
        int topicLength = Math.min(partition.topic().length(), NAME_LENGTH_MAX - ending.length());
        return partition.topic().substring(0, topicLength) + ending;
    }

    /** True if the name is one {@link #nameForDelete} makes, or Kafka does. */
    static boolean isForDelete(String name) {
        if (!name.endsWith(DELETE_SUFFIX)) {
            return false;
        }
        String rest = name.substring(0, name.length() - DELETE_SUFFIX.length());
        int dot = rest.lastIndexOf('.');
        return dot > 0
                && rest.length() - dot - 1 == ID_DIGITS
                && rest.substring(dot + 1).chars().allMatch(LogFolder::isHexDigit)
                && partitionOf(rest.substring(0, dot)) != null;
    }

    private static boolean isHexDigit(int c) {
        return Character.digit(c, 16) >= 0;
    }

    @Override
    public String toString() {
        return path.toString();
    }
}
