package dev.naru.network.netty;

import dev.naru.record.FileSlice;
import io.netty.channel.DefaultFileRegion;
import java.nio.channels.FileChannel;

/**
 * A stretch of a log file for {@code sendfile}. The file stays open when it has been sent: the log keeps it, and learns by
 * the slice's release that this reader is done.
 */
final class FileSliceRegion extends DefaultFileRegion {
    private final FileSlice slice;

    FileSliceRegion(FileSlice slice, FileChannel file) {
        super(file, slice.position(), slice.sizeBytes());
        this.slice = slice;
    }

    @Override
    protected void deallocate() {
        slice.release();
    }
}
