package dev.naru.record;

import dev.naru.testkit.Gen;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Records and batches for tests. */
final class Samples {
    static final long NOW_MS = 1_795_000_000_000L;
    static final TopicRules RULES =
            new TopicRules(16 << 20, null, TimestampType.CREATE_TIME, Long.MAX_VALUE, 3_600_000, false);

    private Samples() {}

    /** A record before it is in a batch. */
    record Draft(long timestamp, ByteBuffer key, ByteBuffer value, List<Header> headers) {}

    static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    static List<Draft> drafts(Gen gen) {
        int count = 1 + gen.size(200);
        int valueMax = gen.oneOf(0, 20, 2_000, 70_000);
        List<Draft> drafts = new ArrayList<>(count);
        for (int i = 0; i < (valueMax > 2_000 ? Math.min(count, 8) : count); i++) {
            ByteBuffer key = gen.orNull(() -> ByteBuffer.wrap(gen.bytesUpTo(40)));
            ByteBuffer value = gen.orNull(() -> ByteBuffer.wrap(
                    gen.anyBoolean() ? gen.compressibleBytes(gen.size(valueMax)) : gen.bytesUpTo(valueMax)));
            List<Header> headers = gen.list(
                    gen.oneOf(0, 0, 3),
                    g -> new Header(g.string(12), g.orNull(() -> ByteBuffer.wrap(g.bytesUpTo(10)))));
            drafts.add(new Draft(NOW_MS - gen.intIn(-1_000, 1_000_000), key, value, headers));
        }
        return drafts;
    }

    static Compression compression(Gen gen) {
        CompressionType type = gen.oneOf(CompressionType.values());
        return switch (type) {
            case NONE, SNAPPY -> Compression.of(type);
            case GZIP -> new Compression(type, gen.oneOf(-1, 1, 6, 9));
            case LZ4 -> new Compression(type, gen.oneOf(1, 9, 12, 17));
            case ZSTD -> new Compression(type, gen.oneOf(-5, 1, 3, 9));
        };
    }

    /** A batch as a client would send it, in memory of its own. */
    static ByteBuffer batch(Compression compression, List<Draft> drafts) {
        try (BatchBuilder builder = new BatchBuilder(compression, 1 << 20)) {
            drafts.forEach(draft -> builder.append(draft.timestamp(), draft.key(), draft.value(), draft.headers()));
            return copy(builder.build());
        }
    }

    static ByteBuffer batch(Compression compression, String... values) {
        List<Draft> drafts = new ArrayList<>();
        for (String value : values) {
            drafts.add(new Draft(NOW_MS, null, bytes(value), List.of()));
        }
        return batch(compression, drafts);
    }

    static ByteBuffer copy(ByteBuffer source) {
        ByteBuffer copy = ByteBuffer.allocate(source.remaining());
        copy.put(source.duplicate()).flip();
        return copy;
    }

    /** The same bytes, not on the heap, and not at the beginning of their buffer. */
    static ByteBuffer direct(ByteBuffer source) {
        ByteBuffer copy = ByteBuffer.allocateDirect(source.remaining() + 7);
        copy.position(5);
        copy.put(source.duplicate()).flip().position(5);
        return copy;
    }

    static BatchView view(ByteBuffer batch) {
        return new BatchView().wrap(batch, batch.position());
    }

    /** Writes the right checksum into a batch that was changed. */
    static ByteBuffer sealed(ByteBuffer batch) {
        batch.putInt(batch.position() + BatchView.CRC_INDEX, view(batch).computeCrc());
        return batch;
    }

    /** A batch around these bytes, whatever they are, with a good header. */
    static ByteBuffer around(CompressionType type, int recordCount, byte[] body) {
        ByteBuffer batch = ByteBuffer.allocate(BatchView.HEADER_SIZE_BYTES + body.length);
        ByteBuffer header = batch(Compression.NONE, "x");
        batch.put(0, header, 0, BatchView.HEADER_SIZE_BYTES).put(BatchView.HEADER_SIZE_BYTES, body);
        batch.putInt(BatchView.LENGTH_INDEX, batch.capacity() - BatchView.PREFIX_SIZE_BYTES);
        batch.putShort(BatchView.ATTRIBUTES_INDEX, (short) type.id());
        batch.putInt(BatchView.RECORD_COUNT_INDEX, recordCount);
        batch.putInt(BatchView.LAST_OFFSET_DELTA_INDEX, recordCount - 1);
        return sealed(batch);
    }

    static List<Record> read(RecordReader reader, ByteBuffer batch) {
        List<Record> records = new ArrayList<>();
        reader.open(view(batch));
        while (reader.next()) {
            records.add(reader.record());
        }
        return records;
    }
}
