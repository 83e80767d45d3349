package dev.naru.record;

import static org.assertj.core.api.Assertions.assertThat;

import dev.naru.record.Batches.Tail;
import dev.naru.testkit.Gen;
import dev.naru.testkit.Seeded;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class BatchesTest {
    private static final ByteBuffer FIRST = Samples.batch(Compression.NONE, "first");
    private static final ByteBuffer SECOND = Samples.batch(Compression.of(CompressionType.GZIP), "second", "third");

    @Test
    void walksBatchByBatch() {
        Batches batches = new Batches(both());

        assertThat(batches.next()).isTrue();
        assertThat(batches.batch().bytes()).isEqualTo(FIRST);
        assertThat(batches.next()).isTrue();
        assertThat(batches.batch().bytes()).isEqualTo(SECOND);
        assertThat(batches.next()).isFalse();
        assertThat(batches.tail()).isEqualTo(Tail.END);
        assertThat(batches.wholeBytes()).isEqualTo(both().capacity());
    }

    @Test
    void startsAtThePositionAndEndsAtTheLimit() {
        ByteBuffer buffer = both();
        buffer.position(FIRST.capacity());

        Batches batches = new Batches(buffer);

        assertThat(batches.next()).isTrue();
        assertThat(batches.batch().recordCount()).isEqualTo(2);
        assertThat(batches.wholeBytes()).isEqualTo(SECOND.capacity());
        assertThat(buffer.position()).isEqualTo(FIRST.capacity());
    }

    @Test
    void everyCutLeavesTheWholeBatchesBeforeIt() {
        for (int cut = 0; cut < both().capacity(); cut++) {
            Batches batches = new Batches(both().limit(cut));
            int expected = cut < FIRST.capacity() ? 0 : 1;

            for (int i = 0; i < expected; i++) {
                assertThat(batches.next()).isTrue();
            }
            assertThat(batches.next()).isFalse();
            assertThat(batches.tail()).isEqualTo(cut == expected * FIRST.capacity() ? Tail.END : Tail.PARTIAL);
        }
    }

    @Test
    void lengthsThatCannotBeAreBroken() {
        for (int length : new int[] {Integer.MIN_VALUE, -1, 0, 48}) {
            ByteBuffer buffer = both();
            buffer.putInt(BatchView.LENGTH_INDEX, length);
            Batches batches = new Batches(buffer);

            assertThat(batches.next()).isFalse();
            assertThat(batches.tail()).isEqualTo(Tail.BROKEN);
        }
    }

    @Test
    void theLargestLengthIsAPartialBatchAndNoOverflow() {
        ByteBuffer buffer = both();
        buffer.putInt(BatchView.LENGTH_INDEX, Integer.MAX_VALUE);
        Batches batches = new Batches(buffer);

        assertThat(batches.next()).isFalse();
        assertThat(batches.tail()).isEqualTo(Tail.PARTIAL);
    }

    @Test
    void anotherMagicIsBroken() {
        ByteBuffer buffer = both();
        buffer.put(BatchView.MAGIC_INDEX, (byte) 1);
        Batches batches = new Batches(buffer);

        assertThat(batches.next()).isFalse();
        assertThat(batches.tail()).isEqualTo(Tail.BROKEN);
    }

    @Seeded(count = 300)
    void garbageIsWalkedToSomeEnd(Gen gen) {
        ByteBuffer buffer = ByteBuffer.wrap(gen.bytesUpTo(2_000));
        Batches batches = new Batches(buffer);
        int steps = 0;
        while (batches.next()) {
            assertThat(steps++).isLessThan(buffer.capacity());
        }
        assertThat(batches.wholeBytes()).isBetween(0, buffer.capacity());
        assertThat(batches.tail()).isNotNull();
    }

    private static ByteBuffer both() {
        return ByteBuffer.allocate(FIRST.capacity() + SECOND.capacity())
                .put(FIRST.duplicate())
                .put(SECOND.duplicate())
                .flip();
    }
}
