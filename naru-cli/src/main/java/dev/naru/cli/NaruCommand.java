package dev.naru.cli;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;

/**
 * The commands, and what their ends mean: exit status 0 when done, 1 when it failed, 2 when the words on the command line
 * make no sense; and one line on standard error that says what to do about it.
 *
 * <p>{@code naru start} is the broker's: the launcher runs another main class for it.
 *
 * <p>Threading: confined to the main thread.
 */
@Command(
        name = "naru",
        description = "Works with topics and records of a Kafka cluster.",
        footer = {
            "",
            "naru start runs a broker; naru COMMAND --help tells more about a command.",
            "",
            "  naru topic create orders --partitions 6",
            "  naru produce orders < lines.txt",
            "  naru consume orders --exit-at-end"
        })
public final class NaruCommand {
    static final int FAILED = 1;
    static final int BAD_USAGE = 2;

    private static final int HELP_WIDTH = 100;

    private NaruCommand() {}

    public static void main(String[] args) {
        // What a command has to say it says itself; a logging library would also cost a part of the start.
        System.setProperty("slf4j.provider", "org.slf4j.helpers.NOP_FallbackServiceProvider");
        System.setProperty("slf4j.internal.verbosity", "ERROR");
        // Not System.out: it decodes, and it hides that its other end was closed.
        try (OutputStream out = new FileOutputStream(FileDescriptor.out);
                InputStream in = new FileInputStream(FileDescriptor.in)) {
            System.exit(run(args, in, out, new PrintStream(System.err, true, StandardCharsets.UTF_8)));
        } catch (IOException closing) {
            System.exit(FAILED);
        }
    }

    /** Runs one command with these streams, {@code out} not buffered; returns the exit status. */
    public static int run(String[] args, InputStream in, OutputStream out, PrintStream err) {
        return run(args, new Terminal(in, out, err));
    }

    static int run(String[] args, Terminal terminal) {
        CommandFactory factory = new CommandFactory(terminal);
        CommandLine line = new CommandLine(new NaruCommand(), factory);
        CommandTree.addTo(line, factory, List.of(args));
        line.setColorScheme(CommandLine.Help.defaultColorScheme(Ansi.OFF));
        line.setOut(new PrintWriter(terminal.out(), true, StandardCharsets.UTF_8));
        line.setErr(new PrintWriter(terminal.err(), true, StandardCharsets.UTF_8));
        line.setUsageHelpWidth(HELP_WIDTH);
        line.setParameterExceptionHandler((failure, words) -> Complaints.badUsage(failure, terminal));
        line.setExecutionExceptionHandler((failure, command, parsed) -> Complaints.failed(failure, terminal));
        addHelp(line);
        addVersion(line);
        return line.execute(args);
    }

    /** {@code naru --version}: the version in the jar's manifest, which the build wrote there. */
    private static void addVersion(CommandLine line) {
        String version = NaruCommand.class.getPackage().getImplementationVersion();
        line.getCommandSpec()
                .version("naru " + (version == null ? "(not packaged)" : version))
                .addOption(CommandLine.Model.OptionSpec.builder("-V", "--version")
                        .versionHelp(true)
                        .description("Show the version and end.")
                        .build());
    }

    /** Gives every command {@code --help}. */
    private static void addHelp(CommandLine line) {
        line.getCommandSpec()
                .addOption(CommandLine.Model.OptionSpec.builder("-h", "--help")
                        .usageHelp(true)
                        .description("Show this help and end.")
                        .build());
        line.getSubcommands().values().forEach(NaruCommand::addHelp);
    }
}
