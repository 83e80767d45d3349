package dev.naru.cli;

import dev.naru.client.admin.Admin;
import dev.naru.protocol.ErrorCode;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code naru topic delete}. */
@Command(
        name = "delete",
        description = "Deletes topics with all their records.",
        footer = {"", "  naru topic delete orders"})
final class TopicDeleteCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Parameters(paramLabel = "TOPIC", arity = "1..*", description = "One or more topics.")
    private List<String> names = List.of();

    @Mixin
    private Deletion deletion = new Deletion();

    TopicDeleteCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws Exception {
        return deletion.run(terminal, names, "topic", ErrorCode.UNKNOWN_TOPIC_OR_PARTITION, Admin::deleteTopic);
    }
}
