package dev.naru.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

class SeededTest {
    private static final Set<Long> seeds = new HashSet<>();

    @Seeded(count = 20)
    void givesAGeneratorWhoseSeedIsInTheName(Gen gen, TestInfo info) {
        seeds.add(gen.seed());
        assertThat(info.getDisplayName()).endsWith("seed=" + gen.seed());
    }

    @AfterAll
    static void everySeedWasAnother() {
        if (System.getProperty("naru.seed") == null) {
            assertThat(seeds).hasSize(20);
        }
    }

    @Seeded
    void staysWithinItsBounds(Gen gen) {
        int min = gen.anyInt();
        int max = min < 0 ? gen.intIn(min, Integer.MAX_VALUE) : Integer.MAX_VALUE;

        assertThat(gen.intIn(min, max)).isBetween(min, max);
        assertThat(gen.longIn(Long.MAX_VALUE, Long.MAX_VALUE)).isEqualTo(Long.MAX_VALUE);
        assertThat(gen.longIn(Long.MIN_VALUE, Long.MIN_VALUE)).isEqualTo(Long.MIN_VALUE);
        assertThat(gen.size(100)).isBetween(0, 100);
        assertThat(gen.bytesUpTo(50)).hasSizeBetween(0, 50);
        assertThat(gen.name(1, 249)).hasSizeBetween(1, 249).matches("[a-zA-Z0-9._-]+");
        assertThat(gen.list(5, Gen::anyLong)).hasSizeBetween(0, 5);
    }

    @Seeded
    void textIsWellFormedUnicode(Gen gen) {
        String text = gen.string(30);

        assertThat(text.codePointCount(0, text.length())).isBetween(0, 30);
        assertThat(text.codePoints().noneMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE))
                .isTrue();
    }

    @Test
    void theSameSeedGivesTheSameValues() {
        Gen first = new Gen(42);
        Gen second = new Gen(42);

        assertThat(first.string(100)).isEqualTo(second.string(100));
        assertThat(first.split().bytes(20)).isEqualTo(second.split().bytes(20));
        assertThat(first.anyDouble()).isEqualTo(second.anyDouble());
    }
}
