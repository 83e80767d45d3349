/**
 * The log on disk, in Kafka's own file formats.
 *
 * <p>Open {@link dev.naru.storage.Log} first: one partition's log, confined to its loop. What it is made of stands in its
 * {@code LogState}: a row of {@code Segment}s (a {@code BatchFile} with its {@code SegmentIndexes}), the {@code LeaderEpochs}
 * and the {@code ProducerStates}. What can be done with it is a class each: {@code LogAppend} and {@code LogRoll}, {@code
 * LogRead}, {@code LogSearch}, {@code LogFlush}, {@code LogRetention}, {@code LogTruncation}. {@link
 * dev.naru.storage.LogManager} owns the log directories: it locks them, loads and recovers what is there, makes and
 * deletes logs, and does on the I/O pool what may block: fsyncs, checkpoints, deletion.
 *
 * <p>Files are opened when they are needed and kept in a bounded {@code FileCache}; an idle partition has none open. The
 * layouts are drawn in docs/DATA_ON_DISK.md.
 */
@NullMarked
package dev.naru.storage;

import org.jspecify.annotations.NullMarked;
