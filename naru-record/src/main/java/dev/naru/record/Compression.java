package dev.naru.record;

/** A codec and how hard it shall try; the level means nothing for codecs without levels. */
public record Compression(CompressionType type, int level) {
    public static final Compression NONE = of(CompressionType.NONE);

    public Compression {
        if (!type.isLevel(level)) {
            throw new IllegalArgumentException("compression level " + level + " is not one of " + type.configName()
                    + ": use " + type.minLevel() + " to " + type.maxLevel());
        }
    }

    /** This codec at its default level. */
    public static Compression of(CompressionType type) {
        return new Compression(type, type.defaultLevel());
    }
}
