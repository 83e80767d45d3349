package dev.naru.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Where a command reads and writes: bytes in, bytes out, and lines for people on the side.
 *
 * @param in standard input
 * @param out standard output, not buffered
 * @param err standard error
 */
record Terminal(InputStream in, OutputStream out, PrintStream err) {
    /** Writes these lines. */
    void print(List<String> lines) throws IOException {
        if (!lines.isEmpty()) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            bytes.writeBytes((String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8));
            write(bytes);
        }
    }

    /** Writes this line. */
    void print(String line) throws IOException {
        print(List.of(line));
    }

    /** Writes these bytes at once. */
    void write(ByteArrayOutputStream bytes) throws IOException {
        try {
            bytes.writeTo(out);
            out.flush();
        } catch (IOException e) {
            throw new OutputClosed(e);
        }
    }

    /** Nobody reads what we write any more: not a failure, only the end. */
    static final class OutputClosed extends IOException {
        private static final long serialVersionUID = 1L;

        OutputClosed(IOException cause) {
            super("standard output is closed", cause);
        }
    }
}
