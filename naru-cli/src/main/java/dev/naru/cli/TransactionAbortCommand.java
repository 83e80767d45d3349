package dev.naru.cli;

import dev.naru.cli.OpenTransactions.Open;
import dev.naru.client.admin.Admin;
import dev.naru.common.TopicPartition;
import java.util.ArrayList;
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
            "Shows what it would do, unless told to do it. The others are left alone: their coordinator ends them."
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
        return broker.runAdmin(admin -> {
            List<Open> found = find(admin);
            for (Open open : found) {
                if (execute && open.isHanging()) {
                    BrokerOption.await(admin.abortTransaction(open.partition(), open.producer()));
                }
            }
            print(found);
            return 0;
        });
    }

    private List<Open> find(Admin admin) {
        OpenTransactions transactions = new OpenTransactions(admin);
        int count = BrokerOption.await(admin.topic(topic.topic())).partitions().size();
        List<Open> found = new ArrayList<>();
        for (TopicPartition partition : topic.of(count)) {
            transactions.in(partition).stream()
                    .filter(open ->
                            producerId == null || producerId == open.producer().producerId())
                    .forEach(found::add);
        }
        return found;
    }

    private void print(List<Open> found) throws Exception {
        Table table =
                new Table("TOPIC", "PARTITION", "BEGINS AT", "LAST WRITE", "PRODUCER", "TRANSACTIONAL ID", "STATUS");
        long nowMs = System.currentTimeMillis();
        for (Open open : found) {
            String id = open.owner() == null ? "-" : open.owner().transactionalId();
            table.row(
                    open.partition().topic(),
                    open.partition().partition(),
                    open.producer().transactionStartOffset(),
                    Ages.text(Math.max(0, nowMs - open.producer().lastTimestampMs())) + " ago",
                    open.producer().producerId(),
                    id,
                    status(open));
            if (json) {
                terminal.print(Json.object(fields -> {
                    fields.writeStringField("topic", open.partition().topic());
                    fields.writeNumberField("partition", open.partition().partition());
                    fields.writeNumberField("startOffset", open.producer().transactionStartOffset());
                    fields.writeNumberField("lastTimestampMs", open.producer().lastTimestampMs());
                    fields.writeNumberField("producerId", open.producer().producerId());
                    fields.writeStringField("transactionalId", open.owner() == null ? null : id);
                    fields.writeBooleanField("hanging", open.isHanging());
                    fields.writeBooleanField("aborted", open.isHanging() && execute);
                }));
            }
        }
        if (!json) {
            terminal.print(table.lines());
            terminal.print(summary(found.stream().filter(Open::isHanging).count()));
        }
    }

    private String status(Open open) {
        if (!open.isHanging()) {
            return "going on";
        }
        return execute ? "aborted" : "hangs";
    }

    private String summary(long hanging) {
        if (hanging == 0) {
            return "no transaction hangs";
        }
        String what = Words.count(hanging, "hanging transaction");
        return execute ? "aborted " + what : what + "; nothing was changed: add --execute to abort";
    }
}
