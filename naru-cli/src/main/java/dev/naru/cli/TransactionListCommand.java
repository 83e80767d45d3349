package dev.naru.cli;

import dev.naru.client.admin.TransactionListing;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code naru transaction list}. */
@Command(
        name = "list",
        description = "Lists transactional ids with the state of their last transaction.",
        footer = {"", "  naru transaction list --state Ongoing"})
final class TransactionListCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Option(
            names = "--state",
            paramLabel = "STATE",
            converter = StateText.OfTransaction.class,
            description = "Only those in this state, such as Ongoing or CompleteCommit.")
    private @Nullable String state;

    @Option(names = "--json", description = "Print one JSON object for each transactional id.")
    private boolean json;

    @Mixin
    private BrokerOption broker = new BrokerOption();

    TransactionListCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws Exception {
        return broker.runAdmin(admin -> {
            List<TransactionListing> found = BrokerOption.await(admin.transactions()).stream()
                    .filter(each -> state == null || each.state().equals(state))
                    .toList();
            Listing listing = new Listing(json, "TRANSACTIONAL ID", "PRODUCER", "STATE");
            for (TransactionListing each : found) {
                listing.add(
                        fields -> {
                            fields.writeStringField("transactionalId", each.transactionalId());
                            fields.writeNumberField("producerId", each.producerId());
                            fields.writeStringField("state", each.state());
                        },
                        each.transactionalId(),
                        each.producerId(),
                        each.state());
            }
            terminal.print(listing.lines());
            return 0;
        });
    }
}
