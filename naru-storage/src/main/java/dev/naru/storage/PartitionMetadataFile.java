package dev.naru.storage;

import dev.naru.common.Uuid;
import dev.naru.common.file.Disk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code partition.metadata}: says which topic a folder belongs to, by id.
 *
 * <pre>
 *  version: 0
 *  topic_id: vMS0lv0TRuiCPNQOXdUA3g
 * </pre>
 *
 * <p>Threading: blocks; confined to its user.
 */
final class PartitionMetadataFile {
    static final String FILE_NAME = "partition.metadata";

    private static final Logger LOG = LoggerFactory.getLogger(PartitionMetadataFile.class);
    private static final String VERSION_LINE = "version: 0";
    private static final String TOPIC_ID = "topic_id: ";

    private PartitionMetadataFile() {}

    /** The topic's id, or zero if there is no file or it cannot be read; the log stays as it is either way. */
    static Uuid read(Disk disk, LogFolder folder) throws IOException {
        Path path = folder.file(FILE_NAME);
        if (!disk.exists(path)) {
            return Uuid.ZERO;
        }
        String text = new String(WholeFile.read(disk, path), StandardCharsets.UTF_8);
        if (text.startsWith(VERSION_LINE + "\n" + TOPIC_ID)) {
            try {
                return Uuid.parse(text.substring(VERSION_LINE.length() + 1 + TOPIC_ID.length())
                        .strip());
            } catch (IllegalArgumentException e) {
                // Said below.
            }
        }
        LOG.warn("topic id unreadable: file={}", path);
        return Uuid.ZERO;
    }

    /** Writes it; without {@code force} a flush of the log has to write it again. */
    static void write(Disk disk, LogFolder folder, Uuid topicId, boolean force) throws IOException {
        byte[] content = (VERSION_LINE + "\n" + TOPIC_ID + topicId + "\n").getBytes(StandardCharsets.UTF_8);
        WholeFile.replace(disk, folder.file(FILE_NAME), ByteBuffer.wrap(content), force);
    }
}
