package dev.naru.cli;

import dev.naru.client.admin.GroupListing;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code naru group list}. */
@Command(
        name = "list",
        description = "Lists groups of all kinds by id.",
        footer = {"", "  naru group list --state Stable"})
final class GroupListCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Option(
            names = "--state",
            paramLabel = "STATE",
            description = "Only groups in this state, such as Stable or Empty.")
    private @Nullable String state;

    @Option(names = "--json", description = "Print one JSON object for each group.")
    private boolean json;

    @Mixin
    private BrokerOption broker = new BrokerOption();

    GroupListCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws Exception {
        return broker.runAdmin(admin -> {
            List<GroupListing> groups = BrokerOption.await(admin.groups()).stream()
                    .filter(group -> state == null || group.state().equalsIgnoreCase(state))
                    .toList();
            if (json) {
                printJson(groups);
            } else {
                Table table = new Table("GROUP", "TYPE", "STATE", "PROTOCOL");
                groups.forEach(group -> table.row(
                        group.groupId(), orDash(group.type()), orDash(group.state()), orDash(group.protocolType())));
                terminal.print(table.lines());
            }
            return 0;
        });
    }

    private void printJson(List<GroupListing> groups) throws Exception {
        for (GroupListing group : groups) {
            terminal.print(Json.object(fields -> {
                fields.writeStringField("group", group.groupId());
                fields.writeStringField("type", group.type());
                fields.writeStringField("state", group.state());
                fields.writeStringField("protocolType", group.protocolType());
            }));
        }
    }

    private static String orDash(String text) {
        return text.isEmpty() ? "-" : text;
    }
}
