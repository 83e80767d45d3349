package dev.naru.tests.engines;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Appends numbered lines to a file, a few at a time, until it is told to finish.
 *
 * <p>Threading: {@link #start} and {@link #finish} by the test's thread; in between, the feed's own.
 */
final class FileFeed implements AutoCloseable {
    private static final int LINES_AT_ONCE = 5;
    private static final int PAUSE_MS = 40;
    private static final int FINISH_TIMEOUT_S = 10;

    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();
    private final Path file;
    private final List<String> written = new ArrayList<>();

    FileFeed(Path file) throws IOException {
        this.file = Files.createFile(file);
    }

    void start() {
        var unused = thread.scheduleWithFixedDelay(this::append, 0, PAUSE_MS, TimeUnit.MILLISECONDS);
    }

    private void append() {
        List<String> more = new ArrayList<>();
        for (int i = 0; i < LINES_AT_ONCE; i++) {
            more.add("line " + (written.size() + i));
        }
        try {
            Files.write(file, more, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        written.addAll(more);
    }

    /** Writes no more, and returns all it wrote. */
    List<String> finish() throws InterruptedException {
        thread.shutdown();
        if (!thread.awaitTermination(FINISH_TIMEOUT_S, TimeUnit.SECONDS)) {
            throw new AssertionError("the file's writer does not end");
        }
        return List.copyOf(written);
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
