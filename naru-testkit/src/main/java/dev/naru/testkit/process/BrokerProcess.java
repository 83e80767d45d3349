package dev.naru.testkit.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * One broker as a process: started and awaited until it answers, stopped or killed, started again on the same data.
 *
 * <p>It is ready when it answers an ApiVersions request, not when it says so: that is what a client sees. Whatever it prints goes
 * to {@code broker.log} in its directory.
 *
 * <p>Threading: one thread starts, kills and restarts it; the measuring questions may come from any thread.
 */
public final class BrokerProcess implements AutoCloseable {
    private static final int START_TIMEOUT_S = 60;
    private static final int STOP_TIMEOUT_S = 30;
    private static final int TAIL_CHARACTERS_MAX = 4_000;

    private final BrokerProgram program;
    private final BrokerSpec spec;
    private volatile Process process;
    private volatile long startNs;

    private BrokerProcess(BrokerProgram program, BrokerSpec spec, Process process) {
        this.program = program;
        this.spec = spec;
        this.process = process;
    }

    /** Prepares the directory, starts the broker and returns once it answers. */
    public static BrokerProcess start(BrokerProgram program, BrokerSpec spec) throws IOException, InterruptedException {
        Files.createDirectories(spec.home());
        program.prepare(spec);
        long startNs = System.nanoTime();
        BrokerProcess broker = new BrokerProcess(program, spec, launch(program, spec));
        broker.startNs = startNs;
        broker.awaitReady();
        return broker;
    }

    /** Starts it again, on the same data and port, once it is gone. */
    public void restart() throws IOException, InterruptedException {
        if (process.isAlive()) {
            throw new IllegalStateException("still running, pid " + process.pid());
        }
        startNs = System.nanoTime();
        process = launch(program, spec);
        awaitReady();
    }

    /** Starts it and kills it again before it may be ready: a crash in the middle of recovery. */
    public void launchAndKillAfter(long time, TimeUnit unit) throws IOException, InterruptedException {
        if (process.isAlive()) {
            throw new IllegalStateException("still running, pid " + process.pid());
        }
        process = launch(program, spec);
        process.waitFor(time, unit);
        kill();
    }

    /** What a client connects to. */
    public String address() {
        return "127.0.0.1:" + spec.advertisedPort();
    }

    public BrokerSpec spec() {
        return spec;
    }

    public long pid() {
        return process.pid();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** When the last start began, to be compared with {@link System#nanoTime()}. */
    public long startNs() {
        return startNs;
    }

    /** What the operating system says of the process right now. */
    public ProcessUsage usage() throws IOException {
        return ProcessUsage.of(process.pid());
    }

    /** SIGKILL: no handler runs, nothing is flushed by the broker. Returns once the process is gone. */
    public void kill() throws InterruptedException {
        process.destroyForcibly();
        if (!process.waitFor(STOP_TIMEOUT_S, TimeUnit.SECONDS)) {
            throw new IllegalStateException("pid " + process.pid() + " survived SIGKILL");
        }
    }

    /** SIGTERM, the clean way. Returns the exit status. */
    public int stop() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(STOP_TIMEOUT_S, TimeUnit.SECONDS)) {
            kill();
            throw new IllegalStateException(program.name() + " did not stop within " + STOP_TIMEOUT_S + " s");
        }
        return process.exitValue();
    }

    /** Throws, with the end of what it printed, if it has ended by itself. */
    public void checkAlive() throws IOException {
        if (!process.isAlive()) {
            throw new IOException(
                    program.name() + " ended by itself with status " + process.exitValue() + ": " + tail());
        }
    }

    /** Everything the broker printed, over all its starts. */
    public String log() throws IOException {
        return Files.readString(logFile(spec));
    }

    /** The end of what the broker printed. */
    public String tail() throws IOException {
        String log = log();
        return log.substring(Math.max(0, log.length() - TAIL_CHARACTERS_MAX));
    }

    /** Ends the process if it still runs. The directory is its owner's to delete. */
    @Override
    public void close() {
        process.destroyForcibly();
    }

    private void awaitReady() throws IOException, InterruptedException {
        long deadlineNs = startNs + TimeUnit.SECONDS.toNanos(START_TIMEOUT_S);
        while (!ApiVersionsProbe.answers(spec.port())) {
            if (!process.isAlive()) {
                throw new IOException(program.name() + " ended with status " + process.exitValue() + ": " + tail());
            }
            if (System.nanoTime() > deadlineNs) {
                process.destroyForcibly();
                throw new IOException(program.name() + " did not answer in " + START_TIMEOUT_S + " s: " + tail());
            }
            TimeUnit.MILLISECONDS.sleep(5);
        }
    }

    private static Process launch(BrokerProgram program, BrokerSpec spec) throws IOException {
        List<String> command = program.command(spec);
        return new ProcessBuilder(command)
                .directory(spec.home().toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(logFile(spec).toFile()))
                .start();
    }

    private static Path logFile(BrokerSpec spec) {
        return spec.home().resolve("broker.log");
    }
}
