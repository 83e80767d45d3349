package dev.naru.tests.reference;

import dev.naru.record.BatchBuilder;
import dev.naru.record.Compression;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * The batch of a produce request in notation: {@code {producerId=7 epoch=0 sequence=0 transactional=true values=[a b]}}.
 *
 * <p>Threading: stateless.
 */
final class RecordsForm {
    private static final int SIZE_BYTES_MAX = 1 << 16;

    private RecordsForm() {}

    static ByteBuffer batch(Map<String, Object> fields, StableNames names) {
        try (BatchBuilder builder = new BatchBuilder(Compression.NONE, SIZE_BYTES_MAX)) {
            builder.producer(number(fields, "producerId", names), (short) number(fields, "epoch", names), (int)
                            number(fields, "sequence", names))
                    .transactional("true".equals(fields.get("transactional")));
            for (Object value : (List<?>) fields.get("values")) {
                ByteBuffer bytes = ByteBuffer.wrap(((String) value).getBytes(StandardCharsets.UTF_8));
                builder.append(System.currentTimeMillis(), null, bytes, List.of());
            }
            ByteBuffer built = builder.build();
            ByteBuffer copy = ByteBuffer.allocate(built.remaining());
            copy.put(built).flip();
            return copy;
        }
    }

    private static long number(Map<String, Object> fields, String name, StableNames names) {
        Object word = fields.get(name);
        return word == null ? -1 : Long.parseLong(names.valueOf((String) word));
    }
}
