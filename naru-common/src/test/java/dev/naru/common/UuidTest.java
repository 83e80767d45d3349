package dev.naru.common;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import java.util.UUID;
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

    @Test
    void randomIdsAreOfVersionFourAndNeverLookLikeAnOption() {
        Random random = new Random(1);
        for (int draw = 0; draw < 1_000; draw++) {
            Uuid id = Uuid.random(random);
            UUID same = new UUID(id.mostSignificantBits(), id.leastSignificantBits());
            assertThat(same.version()).isEqualTo(4);
            assertThat(same.variant()).isEqualTo(2);
            assertThat(id.toString()).doesNotStartWith("-");
        }
    }
}
