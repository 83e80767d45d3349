package dev.naru.common;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class UuidTest {
    @Test
    void textFormRoundTrips() {
        Uuid id = new Uuid(0x0123456789abcdefL, 0xfedcba9876543210L);

        assertThat(id.toString()).isEqualTo("ASNFZ4mrze_-3LqYdlQyEA");
        assertThat(Uuid.parse(id.toString())).isEqualTo(id);
    }

    @Test
    void rejectsTextOfAnotherLength() {
        assertThatThrownBy(() -> Uuid.parse("ASNFZ4mr"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("16 bytes");
    }

    @Test
    void zeroIsZero() {
        assertThat(Uuid.ZERO.isZero()).isTrue();
        assertThat(Uuid.parse("AAAAAAAAAAAAAAAAAAAAAA")).isEqualTo(Uuid.ZERO);
    }
}
