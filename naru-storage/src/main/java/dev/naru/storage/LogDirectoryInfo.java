package dev.naru.storage;

import dev.naru.common.Uuid;
import java.nio.file.Path;

/**
 * One of {@code log.dirs}, as DescribeLogDirs reports it.
 *
 * @param directoryId its id in {@code meta.properties}, or zero if it could not be read
 * @param online false once it failed
 * @param totalBytes size of the file system it is on, -1 if unknown
 * @param usableBytes what can still be written there, -1 if unknown
 */
public record LogDirectoryInfo(Path path, Uuid directoryId, boolean online, long totalBytes, long usableBytes) {}
