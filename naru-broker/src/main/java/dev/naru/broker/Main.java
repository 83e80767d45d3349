package dev.naru.broker;

import dev.naru.broker.config.BrokerConfig;
import dev.naru.common.config.ConfigException;
import dev.naru.common.config.ConfigSources;
import dev.naru.common.config.ConfigView;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The program {@code naru start}: reads the command line and the configuration, starts a broker on the real machine, says
 * when it is ready, and stops it when told to.
 *
 * <p>Exit status: 0 after a clean stop, 1 if the broker could not start or go on, 2 for a command line that makes no sense.
 * What went wrong is one line on standard error. What nobody expected to be thrown on a loop ends the process at once,
 * without a clean stop: the next start recovers, and nothing goes on with broken state.
 */
public final class Main {
    private static final int EXIT_FAILED = 1;
    private static final int EXIT_USAGE = 2;

    private Main() {}

    /** Runs until the process is told to stop. */
    public static void main(String[] arguments) {
        CommandLine commandLine;
        try {
            commandLine = CommandLine.parse(arguments);
        } catch (UsageException e) {
            System.err.println("naru: " + e.getMessage() + "; see naru start --help");
            System.exit(EXIT_USAGE);
            return;
        }
        if (commandLine.help()) {
            System.out.print(CommandLine.USAGE);
            return;
        }
        // Before the first logger is made.
        System.setProperty(ConsoleLogging.LEVEL_PROPERTY, commandLine.logLevel());
        try {
            if (commandLine.stopsWithInput()) {
                BrokerProcess.stopWithInput();
            }
            new BrokerProcess(config(commandLine)).run();
        } catch (ConfigException | IOException e) {
            System.err.println("naru: " + e.getMessage());
            System.exit(EXIT_FAILED);
        }
    }

    private static BrokerConfig config(CommandLine commandLine) throws ConfigException {
        ConfigSources sources = new ConfigSources(BrokerConfig.KEYS);
        Path file = commandLine.configFile();
        if (file != null) {
            sources.file(text(file));
        }
        ConfigView view = sources.environment(System.getenv())
                .commandLine(commandLine.assignments())
                .read();
        Logger logger = LoggerFactory.getLogger(Main.class);
        view.warnings().forEach(logger::warn);
        return BrokerConfig.of(view);
    }

    private static String text(Path file) throws ConfigException {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new ConfigException("cannot read the configuration file " + file + ": " + e.getMessage());
        }
    }
}
