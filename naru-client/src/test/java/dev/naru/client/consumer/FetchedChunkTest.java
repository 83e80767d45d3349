package dev.naru.client.consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.naru.client.ClientException;
import dev.naru.common.TopicPartition;
import dev.naru.protocol.message.FetchResponse;
import dev.naru.record.BatchBuilder;
import dev.naru.record.Compression;
import dev.naru.record.EndTransactionMarker;
import dev.naru.record.Header;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FetchedChunkTest {
    private static final TopicPartition PARTITION = new TopicPartition("orders", 0);

    @Test
    void skipsRecordsBeforeThePosition() {
        FetchedChunk chunk = chunk(2, List.of(), batch(0, -1, "a", "b", "c", "d"));

        assertThat(values(chunk)).containsExactly("c", "d");
        assertThat(chunk.nextOffset()).isEqualTo(4);
    }

    @Test
    void endsBeforeABatchThatIsCutOff() {
        ByteBuffer second = batch(2, -1, "c");
        ByteBuffer cut = second.slice(0, second.remaining() - 1);

        assertThat(values(chunk(0, List.of(), batch(0, -1, "a", "b"), cut))).containsExactly("a", "b");
    }

    @Test
    void hidesAbortedTransactionsUpToTheirMarkerAndNoFurther() {
        FetchedChunk chunk = chunk(
                0,
                List.of(new FetchResponse.AbortedTransaction().producerId(7).firstOffset(1)),
                batch(0, 8, "other"),
                batch(1, 7, "aborted"),
                batch(2, 8, "other too"),
                marker(3, 7, false),
                batch(4, 7, "next transaction"),
                marker(5, 7, true));

        assertThat(values(chunk)).containsExactly("other", "other too", "next transaction");
        assertThat(chunk.nextOffset()).isEqualTo(6);
    }

    @Test
    void hidesNothingCommittedBehindAnAbortMarkerItBeginsWith() {
        FetchedChunk chunk = chunk(
                3,
                List.of(new FetchResponse.AbortedTransaction().producerId(7).firstOffset(1)),
                marker(3, 7, false),
                batch(4, 7, "next transaction"),
                marker(5, 7, true));

        assertThat(values(chunk)).containsExactly("next transaction");
        assertThat(chunk.nextOffset()).isEqualTo(6);
    }

    @Test
    void refusesABatchWhoseChecksumIsWrong() {
        ByteBuffer damaged = batch(0, -1, "a");
        damaged.put(damaged.limit() - 1, (byte) (damaged.get(damaged.limit() - 1) + 1));

        assertThatThrownBy(() -> chunk(0, List.of(), damaged).next())
                .isInstanceOf(ClientException.class)
                .hasMessageContaining("orders-0")
                .hasMessageContaining("checksum");
    }

    @Test
    void refusesWhatIsNotABatch() {
        assertThatThrownBy(() -> chunk(5, List.of(), ByteBuffer.allocate(100)).next())
                .isInstanceOf(ClientException.class)
                .hasMessageContaining("offset 5");
    }

    @Test
    void givesKeysValuesAndHeadersAsTheyWere() {
        try (BatchBuilder builder = new BatchBuilder(Compression.NONE, 10_000)) {
            builder.reset();
            builder.append(5, bytes("k"), null, List.of(Header.of("h", "x"), new Header("n", null)));
            ConsumedRecord record = chunk(0, List.of(), copy(builder.build())).next();

            assertThat(record.key()).isEqualTo("k".getBytes(StandardCharsets.UTF_8));
            assertThat(record.value()).isNull();
            assertThat(record.timestampMs()).isEqualTo(5);
            assertThat(record.headers()).containsExactly(Header.of("h", "x"), new Header("n", null));
        }
    }

    private static FetchedChunk chunk(
            long offset, List<FetchResponse.AbortedTransaction> aborted, ByteBuffer... batches) {
        ByteBuffer all = ByteBuffer.allocate(10_000);
        for (ByteBuffer batch : batches) {
            all.put(batch.duplicate());
        }
        return new FetchedChunk(PARTITION, all.flip(), new AbortedTransactions(aborted), offset, -1);
    }

    private static ByteBuffer batch(long baseOffset, long producerId, String... values) {
        try (BatchBuilder builder = new BatchBuilder(Compression.NONE, 10_000)) {
            builder.reset().baseOffset(baseOffset);
            if (producerId >= 0) {
                builder.producer(producerId, (short) 0, 0).transactional(true);
            }
            for (String value : values) {
                builder.append(0, null, bytes(value), List.of());
            }
            return copy(builder.build());
        }
    }

    private static ByteBuffer marker(long offset, long producerId, boolean commit) {
        ByteBuffer batch = copy(new EndTransactionMarker(commit, 0).toBatch(0, 0, producerId, (short) 0));
        batch.putLong(0, offset);
        return batch;
    }

    private static ByteBuffer copy(ByteBuffer built) {
        return ByteBuffer.allocate(built.remaining()).put(built.duplicate()).flip();
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    private static List<String> values(FetchedChunk chunk) {
        List<String> values = new ArrayList<>();
        for (ConsumedRecord record = chunk.next(); record != null; record = chunk.next()) {
            values.add(new String(record.value(), StandardCharsets.UTF_8));
        }
        return values;
    }
}
