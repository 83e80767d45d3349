package dev.naru.record;

import org.jspecify.annotations.Nullable;

/**
 * The decompressors of one owner, each made when its codec first comes along: a broker that never sees a codec never loads
 * its library.
 *
 * <p>Threading: confined to its owner.
 */
final class Decompressors implements AutoCloseable {
    private final @Nullable Decompressor[] byId = new Decompressor[CompressionType.values().length];

    Decompressor forType(CompressionType type) {
        Decompressor decompressor = byId[type.id()];
        if (decompressor == null) {
            decompressor = create(type);
            byId[type.id()] = decompressor;
        }
        return decompressor;
    }

    @Override
    public void close() {
        for (Decompressor decompressor : byId) {
            if (decompressor != null) {
                decompressor.close();
            }
        }
    }

    private static Decompressor create(CompressionType type) {
        return switch (type) {
            case NONE -> throw new IllegalArgumentException("there is nothing to decompress");
            case GZIP -> new GzipDecompressor();
            case SNAPPY -> new SnappyDecompressor();
            case LZ4 -> new Lz4Decompressor();
            case ZSTD -> new ZstdDecompressor();
        };
    }
}
