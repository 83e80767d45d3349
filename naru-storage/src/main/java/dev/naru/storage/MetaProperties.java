package dev.naru.storage;

import dev.naru.common.Uuid;
import dev.naru.common.file.Disk;
import java.io.IOException;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * {@code meta.properties}: whose a log directory is. Java's properties format, version 1:
 *
 * <pre>
 *  version=1
 *  cluster.id=vMS0lv0TRuiCPNQOXdUA3g
 *  node.id=1
 *  directory.id=Yk4ZLmW2QAmYpQFf7zKJqg
 * </pre>
 *
 * <p>Read too: {@code broker.id} in place of {@code node.id}, as version 0 has it, and no {@code directory.id}.
 *
 * @param nodeId -1 if it does not say
 * @param directoryId zero if it does not say
 */
record MetaProperties(@Nullable String clusterId, int nodeId, Uuid directoryId) {
    static final String FILE_NAME = "meta.properties";

    /** Null if there is no file. An unreadable one is an error: it must not be replaced by another identity. */
    static @Nullable MetaProperties read(Disk disk, Path path) throws IOException {
        if (!disk.exists(path)) {
            return null;
        }
        Properties properties = new Properties();
        try {
            properties.load(new StringReader(new String(WholeFile.read(disk, path), StandardCharsets.UTF_8)));
            String version = properties.getProperty("version", "");
            if (!version.equals("0") && !version.equals("1")) {
                throw new IOException(path + " has version '" + version + "', not 0 or 1");
            }
            String nodeId = properties.getProperty("node.id", properties.getProperty("broker.id", "-1"));
            String directoryId = properties.getProperty("directory.id");
            return new MetaProperties(
                    properties.getProperty("cluster.id"),
                    Integer.parseInt(nodeId),
                    directoryId == null ? Uuid.ZERO : Uuid.parse(directoryId));
        } catch (IllegalArgumentException e) {
            throw new IOException(path + " cannot be read: " + e.getMessage(), e);
        }
    }

    void write(Disk disk, Path path) throws IOException {
        String text = "#\nversion=1\ncluster.id=" + clusterId + "\nnode.id=" + nodeId + "\ndirectory.id=" + directoryId
                + "\n";
        WholeFile.replace(disk, path, ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)), true);
    }
}
