package dev.naru.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.naru.testkit.Gen;
import dev.naru.testkit.Seeded;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LineSourceTest {
    @Test
    void keepsALastLineWithoutNewline() throws IOException {
        assertThat(lines("a\n\nb")).containsExactly("a", "", "b");
    }

    @Test
    void aNewlineAtTheEndStartsNoFurtherLine() throws IOException {
        assertThat(lines("a\nb\n")).containsExactly("a", "b");
    }

    @Test
    void emptyInputHasNoLine() throws IOException {
        assertThat(lines("")).isEmpty();
    }

    @Test
    void leavesCarriageReturnsZerosAndBrokenUtf8Alone() throws IOException {
        byte[] bytes = {'a', '\r', 0, (byte) 0xff, (byte) 0xc3, '\n'};

        byte[] line = new LineSource(new ByteArrayInputStream(bytes), 100).next();

        assertThat(line).containsExactly('a', '\r', 0, (byte) 0xff, (byte) 0xc3);
    }

    @Test
    void namesTheLineThatIsTooLong() throws IOException {
        LineSource source = new LineSource(new ByteArrayInputStream("ok\nfour\n".getBytes(StandardCharsets.UTF_8)), 3);
        source.next();

        assertThatThrownBy(source::next).isInstanceOf(CommandFailed.class).hasMessageContaining("line 2");
    }

    @Seeded(count = 50)
    void linesJoinedByNewlinesAreTheInput(Gen gen) throws IOException {
        byte[] input = gen.bytes(gen.size(300_000));
        LineSource source = new LineSource(new Trickle(input, gen), Integer.MAX_VALUE);

        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        for (byte[] line = source.next(); line != null; line = source.next()) {
            joined.write(line);
            joined.write('\n');
        }

        boolean endsOpen = input.length > 0 && input[input.length - 1] != '\n';
        byte[] output = joined.toByteArray();
        assertThat(java.util.Arrays.copyOf(output, output.length - (endsOpen ? 1 : 0)))
                .isEqualTo(input);
    }

    private static List<String> lines(String text) throws IOException {
        LineSource source = new LineSource(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), 1000);
        List<String> lines = new ArrayList<>();
        for (byte[] line = source.next(); line != null; line = source.next()) {
            lines.add(new String(line, StandardCharsets.UTF_8));
        }
        return lines;
    }

    /** An input that comes in pieces, as a pipe does. */
    private static final class Trickle extends InputStream {
        private final ByteArrayInputStream input;
        private final Gen gen;

        Trickle(byte[] bytes, Gen gen) {
            this.input = new ByteArrayInputStream(bytes);
            this.gen = gen;
        }

        @Override
        public int read() {
            return input.read();
        }

        @Override
        public int read(byte[] target, int offset, int size) {
            return input.read(target, offset, Math.min(size, gen.intIn(1, 100_000)));
        }
    }
}
