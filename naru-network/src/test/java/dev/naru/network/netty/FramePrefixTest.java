package dev.naru.network.netty;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FramePrefixTest {
    private static final int MAX = 1_000;

    @ParameterizedTest
    @ValueSource(ints = {0, 1, MAX})
    void acceptsSizesUpToTheMost(int size) {
        assertThat(FramePrefix.complaint(size, MAX)).isNull();
    }

    @Test
    void namesTheSizeItRefuses() {
        assertThat(FramePrefix.complaint(MAX + 1, MAX)).isEqualTo("a frame of 1001 bytes; at most 1000 are accepted");
        assertThat(FramePrefix.complaint(-5, MAX)).isEqualTo("a frame of negative size -5");
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET /", "POST /", "PUT /", "HEAD /", "OPTIONS *", "CONNECT x", "PRI * HTTP/2.0"})
    void recognizesHttp(String request) {
        assertThat(FramePrefix.complaint(firstFour(request.getBytes(StandardCharsets.US_ASCII)), MAX))
                .contains("HTTP");
    }

    @Test
    void recognizesTls() {
        assertThat(FramePrefix.complaint(firstFour(new byte[] {0x16, 0x03, 0x01, 0x00}), MAX))
                .contains("TLS");
    }

    @Test
    void takesAnythingForASizeThatIsSmallEnough() {
        assertThat(FramePrefix.complaint(firstFour(new byte[] {0x16, 0x03, 0x01, 0x00}), Integer.MAX_VALUE))
                .isNull();
    }

    private static int firstFour(byte[] bytes) {
        return ByteBuffer.wrap(bytes).getInt(0);
    }
}
