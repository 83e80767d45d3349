package dev.naru.cli;

import dev.naru.client.admin.TransactionDescription;
import dev.naru.common.TopicPartition;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code naru transaction describe}. */
@Command(
        name = "describe",
        description = "Shows transactional ids: who uses them, and what the open transaction has written to.",
        footer = {"", "  naru transaction describe billing-1"})
final class TransactionDescribeCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Parameters(paramLabel = "ID", arity = "1..*", description = "One or more transactional ids.")
    private List<String> ids = List.of();

    @Option(names = "--json", description = "Print one JSON object for each transactional id.")
    private boolean json;

    @Mixin
    private BrokerOption broker = new BrokerOption();

    TransactionDescribeCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws Exception {
        return broker.runAdmin(admin -> {
            for (String id : ids) {
                TransactionDescription found = BrokerOption.await(admin.transaction(id));
                terminal.print(json ? List.of(toJson(found)) : toLines(found));
            }
            return 0;
        });
    }

    private static List<String> toLines(TransactionDescription found) {
        List<String> lines = new ArrayList<>();
        long openMs = Ages.since(found.startTimeMs(), System.currentTimeMillis());
        boolean open = !found.partitions().isEmpty();
        lines.add("transactional id " + found.transactionalId() + ", " + found.state() + ", producer "
                + found.producerId() + " epoch " + found.producerEpoch()
                + (open && openMs >= 0 ? ", open for " + Ages.text(openMs) : "") + ", timeout "
                + Ages.text(found.timeoutMs()) + ", coordinator " + found.coordinator());
        Table table = new Table("TOPIC", "PARTITION");
        found.partitions().forEach(partition -> table.row(partition.topic(), partition.partition()));
        lines.addAll(table.lines());
        return lines;
    }

    private static String toJson(TransactionDescription found) throws IOException {
        return Json.object(fields -> {
            fields.writeStringField("transactionalId", found.transactionalId());
            fields.writeStringField("state", found.state());
            fields.writeNumberField("producerId", found.producerId());
            fields.writeNumberField("producerEpoch", found.producerEpoch());
            fields.writeNumberField("timeoutMs", found.timeoutMs());
            Json.writeNumberOrNull(fields, "startTimeMs", found.startTimeMs());
            fields.writeStringField("coordinator", found.coordinator().toString());
            fields.writeArrayFieldStart("partitions");
            for (TopicPartition partition : found.partitions()) {
                fields.writeStartObject();
                fields.writeStringField("topic", partition.topic());
                fields.writeNumberField("partition", partition.partition());
                fields.writeEndObject();
            }
            fields.writeEndArray();
        });
    }
}
