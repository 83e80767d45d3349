package dev.naru.tests.engines;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * An engine as a process that is killed and started again with the same arguments. One that gives up by itself, as some do when a
 * broker is away for long, is started again too, a few times, as whoever supervises it would.
 *
 * <p>Threading: the test's thread.
 */
final class EngineProcess implements AutoCloseable {
    private static final int KILL_TIMEOUT_S = 30;
    private static final int RESTARTS_MAX = 3;
    private static final int TAIL_CHARACTERS_MAX = 6_000;

    private final List<String> command;
    private final Path directory;
    private Process process;
    private int restarts;

    private EngineProcess(List<String> command, Path directory) {
        this.command = command;
        this.directory = directory;
    }

    static EngineProcess start(Engine engine, Path directory, List<String> arguments) throws IOException {
        Files.createDirectories(directory);
        EngineProcess started = new EngineProcess(engine.command(arguments), directory);
        started.launch();
        return started;
    }

    private void launch() throws IOException {
        process = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()))
                .start();
    }

    /** SIGKILL, and a new start. */
    void killAndRestart() throws IOException, InterruptedException {
        kill();
        launch();
    }

    /** Starts it again if it has ended by itself; fails when it does so too often. */
    void keepRunning() throws IOException {
        if (process.isAlive()) {
            return;
        }
        if (restarts++ == RESTARTS_MAX) {
            throw new AssertionError("the engine ended again with status " + process.exitValue() + ": " + tail());
        }
        launch();
    }

    /** The end of what it printed. */
    String tail() throws IOException {
        String text = Files.readString(log());
        return text.substring(Math.max(0, text.length() - TAIL_CHARACTERS_MAX));
    }

    private Path log() {
        return directory.resolve("engine.log");
    }

    private void kill() throws InterruptedException {
        process.destroyForcibly();
        if (!process.waitFor(KILL_TIMEOUT_S, TimeUnit.SECONDS)) {
            throw new AssertionError("pid " + process.pid() + " survived SIGKILL");
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
