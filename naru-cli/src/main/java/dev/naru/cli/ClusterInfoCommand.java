package dev.naru.cli;

import dev.naru.client.admin.ClusterDescription;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code naru cluster info}. */
@Command(
        name = "info",
        description = "Shows the cluster's id, its controller and its brokers.",
        footer = {"", "  naru cluster info --bootstrap broker-1:9092"})
final class ClusterInfoCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    @Mixin
    private BrokerOption broker = new BrokerOption();

    ClusterInfoCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws Exception {
        return broker.runAdmin(admin -> {
            ClusterDescription cluster = BrokerOption.await(admin.cluster());
            if (json) {
                terminal.print(toJson(cluster));
                return 0;
            }
            terminal.print("cluster " + cluster.clusterId());
            Table table = new Table("BROKER", "ADDRESS", "RACK", "ROLE");
            cluster.brokers()
                    .forEach(each -> table.row(
                            each.id(),
                            each.address(),
                            each.rack() == null ? "-" : each.rack(),
                            each.id() == cluster.controllerId() ? "controller" : "broker"));
            terminal.print(table.lines());
            return 0;
        });
    }

    private static String toJson(ClusterDescription cluster) throws Exception {
        return Json.object(fields -> {
            fields.writeStringField("clusterId", cluster.clusterId());
            fields.writeNumberField("controllerId", cluster.controllerId());
            fields.writeArrayFieldStart("brokers");
            for (ClusterDescription.Broker each : cluster.brokers()) {
                fields.writeStartObject();
                fields.writeNumberField("id", each.id());
                fields.writeStringField("host", each.address().host());
                fields.writeNumberField("port", each.address().port());
                fields.writeStringField("rack", each.rack());
                fields.writeEndObject();
            }
            fields.writeEndArray();
        });
    }
}
