package dev.naru.storage;

import dev.naru.common.Payload;
import dev.naru.record.BatchBuilder;
import dev.naru.record.BatchView;
import dev.naru.record.Batches;
import dev.naru.record.Compression;
import dev.naru.record.RecordReader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Batches to append, and what is in batches that were read. */
final class TestBatches {
    static final long TIME_MS = 1_700_000_000_000L;

    private TestBatches() {}

    /** One batch of these values, all with the same timestamp. */
    static ByteBuffer batch(long timestampMs, String... values) {
        return build(new BatchBuilder(Compression.NONE, 1 << 20), timestampMs, values);
    }

    static ByteBuffer batch(String... values) {
        return batch(TIME_MS, values);
    }

    static ByteBuffer sequenced(long producerId, int epoch, int sequence, String... values) {
        BatchBuilder builder = new BatchBuilder(Compression.NONE, 1 << 20);
        builder.producer(producerId, (short) epoch, sequence);
        return build(builder, TIME_MS, values);
    }

    static ByteBuffer transactional(long producerId, int epoch, int sequence, String... values) {
        BatchBuilder builder = new BatchBuilder(Compression.NONE, 1 << 20);
        builder.producer(producerId, (short) epoch, sequence).transactional(true);
        return build(builder, TIME_MS, values);
    }

    private static ByteBuffer build(BatchBuilder builder, long timestampMs, String... values) {
        try (builder) {
            for (String value : values) {
                builder.append(timestampMs, null, bytes(value), List.of());
            }
            ByteBuffer built = builder.build();
            return ByteBuffer.allocate(built.remaining()).put(built).flip();
        }
    }

    static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    /** The values of the whole batches in {@code records}, as {@code offset=value}; releases it. */
    static List<String> values(Payload records) {
        List<String> result = new ArrayList<>();
        Batches batches = new Batches(records.toBuffer());
        try (RecordReader reader = new RecordReader()) {
            while (batches.next()) {
                BatchView batch = batches.batch();
                if (!batch.isCrcValid()) {
                    throw new AssertionError("bad checksum in " + batch);
                }
                reader.open(batch);
                while (reader.next()) {
                    result.add(reader.offset() + "=" + StandardCharsets.UTF_8.decode(reader.value()));
                }
            }
        }
        records.release();
        return result;
    }

    /** All a log has from {@code offset} on. */
    static List<String> readAll(TestBroker broker, Log log, long offset) {
        List<String> result = new ArrayList<>();
        long next = offset;
        while (next < log.logEndOffset()) {
            long from = next;
            ReadOutcome outcome = broker.on(() -> log.read(from, 1 << 16, log.logEndOffset(), true));
            if (!(outcome instanceof ReadOutcome.Slice slice)) {
                throw new AssertionError("read at " + from + " answered " + outcome);
            }
            List<String> values = values(slice.records());
            if (values.isEmpty()) {
                throw new AssertionError("nothing at " + from + " of " + log);
            }
            for (String value : values) {
                long at = Long.parseLong(value.substring(0, value.indexOf('=')));
                if (at >= from) {
                    result.add(value);
                    next = at + 1;
                }
            }
        }
        return result;
    }
}
