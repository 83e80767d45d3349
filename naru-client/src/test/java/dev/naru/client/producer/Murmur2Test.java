package dev.naru.client.producer;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class Murmur2Test {
    @Test
    void hashesAsKafkasOtherClientsDo() {
        assertThat(hash("21")).isEqualTo(-973932308);
        assertThat(hash("foobar")).isEqualTo(-790332482);
        assertThat(hash("a-little-bit-long-string")).isEqualTo(-985981536);
        assertThat(hash("a-little-bit-longer-string")).isEqualTo(-1486304829);
        assertThat(hash("lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8")).isEqualTo(-58897971);
        assertThat(Murmur2.hash(new byte[] {'a', 'b', 'c'})).isEqualTo(479470107);
    }

    @Test
    void aPartitionIsNeverNegative() {
        assertThat(Murmur2.partition("foobar".getBytes(StandardCharsets.UTF_8), 7))
                .isEqualTo((-790332482 & 0x7fffffff) % 7);
    }

    private static int hash(String key) {
        return Murmur2.hash(key.getBytes(StandardCharsets.UTF_8));
    }
}
