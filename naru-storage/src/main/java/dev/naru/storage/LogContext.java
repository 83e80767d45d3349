package dev.naru.storage;

import dev.naru.common.file.Disk;
import dev.naru.common.runtime.IoPool;

/** What all logs of a broker share. */
record LogContext(Disk disk, FileCache files, IoPool ioPool, long producerIdExpirationMs) {}
