package dev.naru.cli;

import dev.naru.client.BrokerException;
import dev.naru.client.ClientException;
import dev.naru.client.UnreachableException;
import dev.naru.protocol.ErrorCode;
import java.io.IOException;
import java.util.stream.Collectors;
import picocli.CommandLine;

/** How failures are told: one line that says what is wrong and what to do. */
final class Complaints {
    private Complaints() {}

    /** The words on the command line make no sense. */
    static int badUsage(CommandLine.ParameterException failure, Terminal terminal) {
        CommandLine line = failure.getCommandLine();
        String command = line.getCommandSpec().qualifiedName(" ");
        terminal.err().println(command + ": " + oneLine(badWords(failure, line)) + "; see " + command + " --help");
        return NaruCommand.BAD_USAGE;
    }

    private static String badWords(CommandLine.ParameterException failure, CommandLine line) {
        if (failure instanceof CommandLine.UnmatchedArgumentException unmatched
                && !line.getSubcommands().isEmpty()
                && !unmatched.getUnmatched().get(0).startsWith("-")) {
            return "there is no command " + unmatched.getUnmatched().get(0) + ", only "
                    + String.join(", ", line.getSubcommands().keySet());
        }
        return String.valueOf(failure.getMessage()).replaceFirst("^Error: ", "");
    }

    /** The command could not do what was asked. */
    static int failed(Exception failure, Terminal terminal) {
        if (failure instanceof Terminal.OutputClosed) {
            return 0;
        }
        terminal.err().println("naru: " + oneLine(explain(failure)));
        return NaruCommand.FAILED;
    }

    static String explain(Throwable failure) {
        if (failure instanceof UnreachableException unreachable) {
            String addresses =
                    unreachable.addresses().stream().map(Object::toString).collect(Collectors.joining(", "));
            return "no broker at " + addresses + ": " + unreachable.reason()
                    + "; start one with ./naru start, or name another with --bootstrap HOST:PORT";
        }
        if (failure instanceof BrokerException refused && refused.code() == ErrorCode.UNKNOWN_TOPIC_OR_PARTITION) {
            return failure.getMessage() + "; naru topic list shows what there is";
        }
        if (failure instanceof BrokerException refused && refused.code() == ErrorCode.GROUP_ID_NOT_FOUND) {
            return failure.getMessage() + "; naru group list shows what there is";
        }
        if (failure instanceof BrokerException refused && refused.code() == ErrorCode.NON_EMPTY_GROUP) {
            return failure.getMessage() + "; stop its members first, naru group describe shows them";
        }
        if (failure instanceof BrokerException refused && refused.code() == ErrorCode.TRANSACTIONAL_ID_NOT_FOUND) {
            return failure.getMessage() + "; naru transaction list shows what there is";
        }
        if (failure instanceof ClientException
                || failure instanceof CommandFailed
                || failure instanceof IOException
                || failure instanceof IllegalArgumentException) {
            return String.valueOf(failure.getMessage());
        }
        return "this is a bug in naru: " + failure;
    }

    private static String oneLine(String text) {
        return text.strip().replaceAll("\\s*\\R\\s*", " ");
    }
}
