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
            converter = StateText.OfGroup.class,
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
                    .filter(group -> state == null || group.state().equals(state))
                    .toList();
            Listing listing = new Listing(json, "GROUP", "TYPE", "STATE", "PROTOCOL");
            for (GroupListing group : groups) {
                listing.add(
                        fields -> {
                            fields.writeStringField("group", group.groupId());
                            fields.writeStringField("type", group.type());
                            fields.writeStringField("state", group.state());
                            fields.writeStringField("protocolType", group.protocolType());
                        },
                        group.groupId(),
                        orDash(group.type()),
                        orDash(group.state()),
                        orDash(group.protocolType()));
            }
            terminal.print(listing.lines());
            return 0;
        });
    }

    private static String orDash(String text) {
        return text.isEmpty() ? "-" : text;
    }
}
