package dev.naru.record;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How the records of a batch are compressed: the low three bits of its attributes. The levels are those of KIP-390
 * ({@code compression.gzip.level}, {@code compression.lz4.level}, {@code compression.zstd.level}).
 */
public enum CompressionType {
    NONE(0, 0, 0, 0),
    GZIP(1, -1, 1, 9),
    SNAPPY(2, 0, 0, 0),
    LZ4(3, 9, 1, 17),
    ZSTD(4, 3, -131_072, 22);

    private static final CompressionType[] BY_ID = values();

    private final int id;
    private final int defaultLevel;
    private final int minLevel;
    private final int maxLevel;

    CompressionType(int id, int defaultLevel, int minLevel, int maxLevel) {
        this.id = id;
        this.defaultLevel = defaultLevel;
        this.minLevel = minLevel;
        this.maxLevel = maxLevel;
    }

    /** The type of these three bits, or null for 5, 6 and 7, which nobody has given a meaning. */
    public static @Nullable CompressionType forId(int id) {
        return id >= 0 && id < BY_ID.length ? BY_ID[id] : null;
    }

    /** The type of this name as written in configurations ({@code zstd}), or null. */
    public static @Nullable CompressionType forName(String name) {
        for (CompressionType type : BY_ID) {
            if (type.configName().equals(name)) {
                return type;
            }
        }
        return null;
    }

    /** Its number in the attributes of a batch. */
    public int id() {
        return id;
    }

    /** Its name as the value of {@code compression.type}. */
    public String configName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** True if it can be told how hard to try. */
    public boolean hasLevels() {
        return minLevel != maxLevel;
    }

    public int defaultLevel() {
        return defaultLevel;
    }

    /** The lowest level that may be configured; {@link #GZIP} also takes its default, -1. */
    public int minLevel() {
        return minLevel;
    }

    public int maxLevel() {
        return maxLevel;
    }

    /** True if this level may be configured. */
    public boolean isLevel(int level) {
        return (level >= minLevel && level <= maxLevel) || level == defaultLevel;
    }
}
