package dev.naru.cli;

import dev.naru.client.admin.Admin;
import dev.naru.protocol.ErrorCode;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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

    @Mixin
    private Deletion deletion = new Deletion();

    GroupDeleteCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws Exception {
        return deletion.run(terminal, names, "group", ErrorCode.GROUP_ID_NOT_FOUND, Admin::deleteGroup);
    }
}
