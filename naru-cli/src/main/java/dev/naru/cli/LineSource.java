package dev.naru.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Lines as bytes. A line ends before a newline byte or at the end of the input, so a last line without newline counts
 * and nothing is decoded: a carriage return, a zero byte or broken UTF-8 stays what it is.
 *
 * <p>Threading: confined to one thread.
 */
final class LineSource {
    private static final int BUFFER_SIZE_BYTES = 64 * 1024;

    private final InputStream input;
    private final int lineSizeBytesMax;
    private final byte[] buffer = new byte[BUFFER_SIZE_BYTES];
    private int start;
    private int end;
    private long lineNumber;

    LineSource(InputStream input, int lineSizeBytesMax) {
        this.input = input;
        this.lineSizeBytesMax = lineSizeBytesMax;
    }

    /** True if a line, or a part of one, is here without waiting for more input. */
    boolean hasBuffered() {
        return start < end;
    }

    /**
     * The next line without its newline, or null at the end of the input.
     *
     * @throws CommandFailed if a line is longer than the limit
     */
    byte @Nullable [] next() throws IOException {
        ByteArrayOutputStream longLine = null;
        while (true) {
            if (start == end && !fill()) {
                return longLine == null ? null : taken(longLine.toByteArray());
            }
            int newline = indexOfNewline();
            int stop = newline < 0 ? end : newline;
            int size = stop - start + (longLine == null ? 0 : longLine.size());
            if (size > lineSizeBytesMax) {
                throw new CommandFailed("line " + (lineNumber + 1) + " is longer than " + lineSizeBytesMax + " bytes");
            }
            if (newline >= 0 && longLine == null) {
                byte[] line = Arrays.copyOfRange(buffer, start, newline);
                start = newline + 1;
                return taken(line);
            }
            if (longLine == null) {
                longLine = new ByteArrayOutputStream(size * 2);
            }
            longLine.write(buffer, start, stop - start);
            start = newline < 0 ? end : newline + 1;
            if (newline >= 0) {
                return taken(longLine.toByteArray());
            }
        }
    }

    private byte[] taken(byte[] line) {
        lineNumber++;
        return line;
    }

    private boolean fill() throws IOException {
        start = 0;
        end = Math.max(input.read(buffer), 0);
        return end > 0;
    }

    private int indexOfNewline() {
        for (int i = start; i < end; i++) {
            if (buffer[i] == '\n') {
                return i;
            }
        }
        return -1;
    }
}
