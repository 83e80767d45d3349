package dev.naru.cli;

import dev.naru.client.BrokerException;
import dev.naru.protocol.ErrorCode;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code naru group delete}. */
@Command(
        name = "delete",
        description = "Deletes groups with their offsets. A group with members is not deleted.",
        footer = {"", "  naru group delete billing"})
final class GroupDeleteCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Parameters(paramLabel = "GROUP", arity = "1..*", description = "One or more groups.")
    private List<String> names = List.of();

    @Option(names = "--if-exists", description = "Pass over groups that do not exist.")
    private boolean ifExists;

    @Mixin
    private BrokerOption broker = new BrokerOption();

    GroupDeleteCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws Exception {
        return broker.runAdmin(admin -> {
            for (String name : names) {
                try {
                    BrokerOption.await(admin.deleteGroup(name));
                    terminal.print("deleted group " + name);
                } catch (BrokerException refused) {
                    if (!ifExists || refused.code() != ErrorCode.GROUP_ID_NOT_FOUND) {
                        throw refused;
                    }
                }
            }
            return 0;
        });
    }
}
