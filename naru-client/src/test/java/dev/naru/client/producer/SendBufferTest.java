package dev.naru.client.producer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class SendBufferTest {
    @Test
    void refusesWhatPassesTheLimit() {
        SendBuffer buffer = new SendBuffer(100);

        assertThat(buffer.tryReserve(60)).isTrue();
        assertThat(buffer.tryReserve(41)).isFalse();
        assertThat(buffer.tryReserve(40)).isTrue();
    }

    @Test
    void takesARecordLargerThanTheLimitWhenEmpty() {
        SendBuffer buffer = new SendBuffer(100);

        assertThat(buffer.tryReserve(1_000)).isTrue();
        assertThat(buffer.tryReserve(1)).isFalse();
    }

    @Test
    void saysWhenHalfOfItIsFreeAgain() {
        SendBuffer buffer = new SendBuffer(100);
        buffer.tryReserve(100);

        CompletableFuture<Void> room = buffer.room();
        buffer.release(49);
        assertThat(room).isNotDone();
        buffer.release(1);

        assertThat(room).isDone();
        assertThat(buffer.room()).isDone();
    }
}
