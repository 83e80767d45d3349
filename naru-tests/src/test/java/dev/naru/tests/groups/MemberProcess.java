package dev.naru.tests.groups;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A program that is a member of one group or of several, started, stopped and killed. Each start is another member to the history.
 *
 * <p>Threading: the test's thread; what the program prints is read by a thread per start.
 */
final class MemberProcess implements AutoCloseable {
    private static final int END_TIMEOUT_S = 30;
    private static final int STARTS_MAX = 50;

    private final String name;
    private final List<String> command;
    private final MemberOutput.Format format;
    private final EventLog log;
    private Process process;
    private Thread reader;
    private int starts;
    private boolean wanted;

    MemberProcess(String name, List<String> command, MemberOutput.Format format, EventLog log) {
        this.name = name;
        this.command = List.copyOf(command);
        this.format = format;
        this.log = log;
    }

    void start() throws IOException {
        starts++;
        wanted = true;
        process = new ProcessBuilder(command).redirectErrorStream(true).start();
        MemberOutput output = new MemberOutput(name + "#" + starts, format, log);
        BufferedReader lines = process.inputReader(StandardCharsets.UTF_8);
        reader = new Thread(() -> lines.lines().forEach(output::onLine), name);
        reader.setUncaughtExceptionHandler((thread, failure) -> {
            if (!(failure instanceof UncheckedIOException)) { // the end of a killed program
                log.onUnreadable(name + ": " + failure);
            }
        });
        reader.start();
    }

    /** SIGKILL: it says goodbye to nobody. */
    void kill() throws InterruptedException {
        wanted = false;
        process.toHandle().destroyForcibly();
        awaitEnd();
    }

    /** SIGTERM: it leaves its group. */
    void stop() throws InterruptedException {
        wanted = false;
        // Not the process's own method, which would close the pipe and lose its last lines.
        process.toHandle().destroy();
        awaitEnd();
    }

    private void awaitEnd() throws InterruptedException {
        if (!process.waitFor(END_TIMEOUT_S, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError(name + " does not end");
        }
        reader.join(TimeUnit.SECONDS.toMillis(END_TIMEOUT_S));
    }

    /** Starts it again if it has ended by itself, as some do when all brokers are away; fails when it does so for ever. */
    void keepRunning() throws IOException {
        if (wanted && !process.isAlive()) {
            if (starts > STARTS_MAX) {
                throw new AssertionError(name + " ended " + starts + " times");
            }
            start();
        }
    }

    @Override
    public void close() {
        if (process != null) {
            process.destroyForcibly();
        }
    }
}
