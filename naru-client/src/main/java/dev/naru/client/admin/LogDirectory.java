package dev.naru.client.admin;

import dev.naru.common.TopicPartition;
import dev.naru.protocol.ErrorCode;
import java.util.List;

/**
 * A folder in which a broker keeps logs.
 *
 * @param path its path on the broker's machine
 * @param error what is wrong with it, or {@code NONE}
 * @param totalBytes size of its volume, -1 if not known
 * @param usableBytes bytes that can still be written there, -1 if not known
 * @param replicas the logs in it
 */
public record LogDirectory(String path, ErrorCode error, long totalBytes, long usableBytes, List<Replica> replicas) {
    /**
     * A log in the folder.
     *
     * @param partition whose log
     * @param sizeBytes how much it takes
     * @param offsetLag how far it is behind the high watermark, or the present log if it is a future one
     * @param future true if it is being moved here
     */
    public record Replica(TopicPartition partition, long sizeBytes, long offsetLag, boolean future) {}
}
