package dev.naru.cli;

import dev.naru.cli.OpenTransactions.Open;
import dev.naru.client.admin.Admin;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code naru transaction abort}. */
@Command(
        name = "abort",
        description = {
            "Finds the transactions that are open in a topic, and aborts those that hang: that no coordinator knows, so that "
                    + "nobody will ever end them and readers of committed records wait for ever.",
            "Shows what it would do, unless told to do it. The others are left alone: their coordinator ends them, at the "
                    + "latest after their timeout; naru transaction terminate has it do so at once."
        },
        footer = {"", "  naru transaction abort orders", "  naru transaction abort orders:3 --execute"})
final class TransactionAbortCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Parameters(
            paramLabel = "TOPIC[:N,N]",
            converter = TopicChoice.Text.class,
            description = "The topic, or some partitions of it.")
    private TopicChoice topic = new TopicChoice("", List.of());

    @Option(names = "--producer", paramLabel = "ID", description = "Only the transaction of this producer id.")
    private @Nullable Long producerId;

    @Option(names = "--execute", description = "Do it.")
    private boolean execute;

    @Option(names = "--json", description = "Print one JSON object for each open transaction.")
    private boolean json;

    @Mixin
    private BrokerOption broker = new BrokerOption();

    TransactionAbortCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws Exception {
        return broker.run(client -> {
            try (Admin admin = client.admin()) {
                OpenTransactionReport report = OpenTransactionReport.find(client, admin, List.of(topic));
                List<Open> shown = report.all().stream()
                        .filter(open -> producerId == null
                                || producerId == open.producer().producerId())
                        .toList();
                List<Open> hanging = shown.stream().filter(Open::isHanging).toList();
                for (Open open : execute ? hanging : List.<Open>of()) {
                    BrokerOption.await(admin.abortTransaction(open.partition(), open.producer()));
                }
                terminal.print(report.lines(shown, json, execute));
                if (!json) {
                    terminal.print(summary(hanging.size()));
                }
                return 0;
            }
        });
    }

    private String summary(int hanging) {
        if (hanging == 0) {
            return "no transaction hangs";
        }
        String what = Words.count(hanging, "hanging transaction");
        return execute ? "aborted " + what : what + "; nothing was changed: add --execute to abort";
    }
}
