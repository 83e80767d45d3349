package dev.naru.storage;

import dev.naru.common.file.Disk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * {@code .kafka_cleanshutdown}: the log directory was stopped cleanly, so its logs end where their recovery points say.
 * Content as Kafka writes it: {@code {"version":0,"brokerEpoch":-1}}.
 *
 * <p>It is the last file written by a clean stop, and the first deleted by a start, before anything else is changed: a
 * crash while loading is a crash.
 *
 * <p>Threading: blocks; confined to its user.
 */
final class CleanStopMarker {
    static final String FILE_NAME = ".kafka_cleanshutdown";

    private static final String CONTENT = "{\"version\":0,\"brokerEpoch\":-1}";

    private CleanStopMarker() {}

    /** True if it was there; it is gone then, durably. */
    static boolean take(Disk disk, Path directory) throws IOException {
        Path path = directory.resolve(FILE_NAME);
        if (!disk.exists(path)) {
            return false;
        }
        disk.deleteIfExists(path);
        disk.forceDirectory(directory);
        return true;
    }

    static void write(Disk disk, Path directory) throws IOException {
        WholeFile.replace(
                disk, directory.resolve(FILE_NAME), ByteBuffer.wrap(CONTENT.getBytes(StandardCharsets.UTF_8)), true);
    }
}
