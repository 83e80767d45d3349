package dev.naru.record;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Gives a batch the codec of its topic. The records stay as they are, byte for byte; what changes is how they are packed,
 * and so the length, the attributes and the checksum.
 *
 * <p>Threading: confined to its user.
 */
final class BatchRecoder implements AutoCloseable {
    private final GrowableBytes packed = new GrowableBytes(0);
    private @Nullable Compressor compressor;
    private Compression compressorFor = Compression.NONE;

    /** A new batch, with the header of {@code batch} and the records in {@code plain}. */
    ByteBuffer recode(BatchView batch, GrowableBytes plain, Compression compression) {
        packed.clear();
        packed.add(batch.buffer().slice(batch.index(), BatchView.HEADER_SIZE_BYTES));
        if (compression.type() == CompressionType.NONE) {
            packed.add(plain.array(), 0, plain.size());
        } else {
            compressor(compression).compress(plain.array(), 0, plain.size(), packed);
        }
        ByteBuffer recoded = ByteBuffer.allocate(packed.size());
        recoded.put(packed.array(), 0, packed.size()).flip();
        int attributes = (batch.attributes() & ~BatchView.COMPRESSION_MASK)
                | compression.type().id();
        recoded.putInt(BatchView.LENGTH_INDEX, recoded.limit() - BatchView.PREFIX_SIZE_BYTES);
        recoded.putShort(BatchView.ATTRIBUTES_INDEX, (short) attributes);
        recoded.putInt(BatchView.CRC_INDEX, new BatchView().wrap(recoded, 0).computeCrc());
        return recoded;
    }

    @Override
    public void close() {
        if (compressor != null) {
            compressor.close();
            compressor = null;
        }
    }

    /** The one used last is kept: topics with codecs of their own are few, and mostly agree. */
    private Compressor compressor(Compression compression) {
        Compressor kept = compressor;
        if (kept == null || !compressorFor.equals(compression)) {
            close();
            kept = Compressor.of(compression);
            compressor = kept;
            compressorFor = compression;
        }
        return kept;
    }
}
