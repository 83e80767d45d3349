package dev.naru.record;

/**
 * One codec, writing.
 *
 * <p>Threading: confined to its user.
 */
interface Compressor extends AutoCloseable {
    /** Adds the compressed form of these bytes to {@code target}. */
    void compress(byte[] source, int from, int count, GrowableBytes target);

    /** Gives back what it holds outside the heap; may be used again afterwards. */
    @Override
    void close();

    /** Only the class of this codec is touched, so that only its library is loaded. */
    static Compressor of(Compression compression) {
        return switch (compression.type()) {
            case NONE -> throw new IllegalArgumentException("there is nothing to compress");
            case GZIP -> new GzipCompressor(compression.level());
            case SNAPPY -> new SnappyCompressor();
            case LZ4 -> new Lz4Compressor(compression.level());
            case ZSTD -> new ZstdCompressor(compression.level());
        };
    }
}
