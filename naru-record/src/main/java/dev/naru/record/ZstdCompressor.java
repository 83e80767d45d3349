package dev.naru.record;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import org.jspecify.annotations.Nullable;

/**
 * Writes one zstd frame that tells its content's size.
 *
 * <p>Threading: confined to its user.
 */
final class ZstdCompressor implements Compressor {
    private final int level;
    private @Nullable ZstdCompressCtx context;

    ZstdCompressor(int level) {
        this.level = level;
    }

    @Override
    public void compress(byte[] source, int from, int count, GrowableBytes target) {
        ZstdCompressCtx used = context == null ? new ZstdCompressCtx().setLevel(level) : context;
        context = used;
        target.ensureRoom((int) Math.min(Zstd.compressBound(count), Integer.MAX_VALUE));
        int room = target.array().length - target.size();
        int written = used.compressByteArray(target.array(), target.size(), room, source, from, count);
        target.size(target.size() + written);
    }

    @Override
    public void close() {
        if (context != null) {
            context.close();
            context = null;
        }
    }
}
