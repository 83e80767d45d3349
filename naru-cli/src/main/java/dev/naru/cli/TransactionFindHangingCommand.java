package dev.naru.cli;

import dev.naru.cli.OpenTransactions.Open;
import dev.naru.client.admin.Admin;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code naru transaction find-hanging}. */
@Command(
        name = "find-hanging",
        description = {
            "Finds transactions that hang: that are open in a partition, and no coordinator knows, so that nobody will ever end "
                    + "them and readers of committed records wait for ever.",
            "HELD AT is the offset at which these readers stop, WAITING how many offsets there are behind it."
        },
        footer = {"", "  naru transaction find-hanging", "  naru transaction find-hanging orders:3 --all"})
final class TransactionFindHangingCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Parameters(
            paramLabel = "TOPIC[:N,N]",
            arity = "0..*",
            converter = TopicChoice.Text.class,
            description = "Topics, or some of their partitions. Default: all there are.")
    private List<TopicChoice> topics = List.of();

    @Option(names = "--all", description = "Show open transactions that go on as well.")
    private boolean all;

    @Option(names = "--json", description = "Print one JSON object for each transaction.")
    private boolean json;

    @Mixin
    private BrokerOption broker = new BrokerOption();

    TransactionFindHangingCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws Exception {
        return broker.run(client -> {
            try (Admin admin = client.admin()) {
                OpenTransactionReport report = OpenTransactionReport.find(client, admin, topics);
                List<Open> shown = all ? report.all() : report.hanging();
                terminal.print(report.lines(shown, json, false));
                if (!json) {
                    terminal.print(summary(report));
                }
                return 0;
            }
        });
    }

    private List<String> summary(OpenTransactionReport report) {
        List<Open> hanging = report.hanging();
        List<String> lines = new ArrayList<>();
        if (hanging.isEmpty()) {
            lines.add("no transaction hangs");
        } else {
            lines.add(Words.count(hanging.size(), "hanging transaction") + "; to abort:");
            OpenTransactionReport.commands(hanging).forEach(command -> lines.add("  " + command));
        }
        List<Open> goingOn = report.goingOn();
        if (!goingOn.isEmpty() && !all) {
            long oldestMs = goingOn.stream().mapToLong(report::openMs).max().orElse(-1);
            lines.add("going on: " + Words.count(goingOn.size(), "transaction") + ", the oldest open for "
                    + Ages.text(oldestMs) + "; --all shows them");
        }
        return lines;
    }
}
