package dev.naru.network.netty;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.PooledByteBufAllocator;
import org.junit.jupiter.api.Test;

class BufferLeaksTest {
    @Test
    void findsABufferThatWasForgotten() throws InterruptedException {
        forgetABuffer();

        assertThat(BufferLeaks.collect()).anyMatch(report -> report.contains("was not released"));
        assertThat(BufferLeaks.collect()).as("reported once").isEmpty();
    }

    @Test
    void findsNothingWhereAllIsReleased() throws InterruptedException {
        PooledByteBufAllocator.DEFAULT.directBuffer(100).release();

        assertThat(BufferLeaks.collect()).isEmpty();
    }

    private static void forgetABuffer() {
        PooledByteBufAllocator.DEFAULT.directBuffer(100).writeInt(1);
    }
}
