package dev.naru.storage;

import dev.naru.common.Invariant;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * {@code .snapshot}: the producers of a partition as they were before the offset in the file's name, version 1.
 *
 * <pre>
 *  at  size  field
 *   0   2    version, 1
 *   2   4    CRC-32C of all that follows
 *   6   4    number of producers; for each, 46 bytes:
 *       8    producer id
 *       2    producer epoch
 *       4    last sequence
 *       8    last offset
 *       4    offset of the last batch's last record - offset of its first
 *       8    timestamp
 *       4    coordinator epoch
 *       8    first offset of the open transaction, or -1
 * </pre>
 */
final class ProducerSnapshot {
    private static final short VERSION = 1;
    private static final int CRC_INDEX = 2;
    private static final int ENTRIES_INDEX = 6;
    private static final int HEADER_SIZE_BYTES = 10;
    private static final int ENTRY_SIZE_BYTES = 46;

    private ProducerSnapshot() {}

    static byte[] encode(Collection<ProducerState> producers) {
        ByteBuffer buffer = ByteBuffer.allocate(HEADER_SIZE_BYTES + producers.size() * ENTRY_SIZE_BYTES);
        buffer.putShort(VERSION).putInt(0).putInt(producers.size());
        for (ProducerState producer : producers) {
            buffer.putLong(producer.producerId())
                    .putShort(producer.epoch())
                    .putInt(producer.lastSequence())
                    .putLong(producer.lastOffset())
                    .putInt(producer.lastOffsetDelta())
                    .putLong(producer.lastTimestampMs())
                    .putInt(producer.coordinatorEpoch())
                    .putLong(producer.transactionFirstOffset());
        }
        Invariant.check(!buffer.hasRemaining(), "a snapshot is filled to its end");
        buffer.putInt(CRC_INDEX, crcOf(buffer.array()));
        return buffer.array();
    }

    /** The producers in {@code content}, or null if it is damaged. */
    static @Nullable List<ProducerState> decode(byte[] content) {
        ByteBuffer buffer = ByteBuffer.wrap(content);
        if (content.length < HEADER_SIZE_BYTES
                || buffer.getShort() != VERSION
                || buffer.getInt() != crcOf(content)
                || buffer.getInt() * (long) ENTRY_SIZE_BYTES != buffer.remaining()) {
            return null;
        }
        List<ProducerState> producers = new ArrayList<>();
        while (buffer.hasRemaining()) {
            ProducerState producer = new ProducerState(buffer.getLong(), buffer.getShort());
            int lastSequence = buffer.getInt();
            long lastOffset = buffer.getLong();
            int offsetDelta = buffer.getInt();
            long timestampMs = buffer.getLong();
            if (lastOffset >= 0) {
                producer.addBatch(lastSequence, lastOffset, offsetDelta, timestampMs);
            }
            producer.setLastTimestampMs(timestampMs);
            producer.setCoordinatorEpoch(buffer.getInt());
            producer.beginTransaction(buffer.getLong());
            producers.add(producer);
        }
        return producers;
    }

    private static int crcOf(byte[] content) {
        CRC32C crc = new CRC32C();
        crc.update(content, ENTRIES_INDEX, content.length - ENTRIES_INDEX);
        return (int) crc.getValue();
    }
}
