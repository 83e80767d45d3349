package dev.naru.cli;

import dev.naru.client.BrokerException;
import dev.naru.protocol.ErrorCode;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
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

    @Option(names = "--if-exists", description = "Pass over topics that do not exist.")
    private boolean ifExists;

    @Mixin
    private BrokerOption broker = new BrokerOption();

    TopicDeleteCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws Exception {
        return broker.runAdmin(admin -> {
            for (String name : names) {
                try {
                    BrokerOption.await(admin.deleteTopic(name));
                    terminal.print("deleted topic " + name);
                } catch (BrokerException refused) {
                    if (!ifExists || refused.code() != ErrorCode.UNKNOWN_TOPIC_OR_PARTITION) {
                        throw refused;
                    }
                }
            }
            return 0;
        });
    }
}
