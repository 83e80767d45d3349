package dev.naru.cli;

import dev.naru.client.admin.TopicDescription;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code naru topic list}. */
@Command(
        name = "list",
        description = "Lists topics by name.",
        footer = {"", "  naru topic list --bootstrap broker-1:9092"})
final class TopicListCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Option(names = "--internal", description = "List also the topics the cluster keeps for its own use.")
    private boolean internal;

    @Option(names = "--json", description = "Print one JSON object for each topic.")
    private boolean json;

    @Mixin
    private BrokerOption broker = new BrokerOption();

    TopicListCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws Exception {
        return broker.runAdmin(admin -> {
            List<TopicDescription> topics = BrokerOption.await(admin.topics()).stream()
                    .filter(topic -> internal || !topic.internal())
                    .toList();
            Listing listing = new Listing(json, "TOPIC", "PARTITIONS", "REPLICAS");
            for (TopicDescription topic : topics) {
                listing.add(
                        fields -> {
                            fields.writeStringField("topic", topic.name());
                            fields.writeStringField("id", topic.id().toString());
                            fields.writeNumberField(
                                    "partitions", topic.partitions().size());
                            fields.writeNumberField("replicationFactor", topic.replicationFactor());
                            fields.writeBooleanField("internal", topic.internal());
                        },
                        topic.name(),
                        topic.partitions().size(),
                        topic.replicationFactor());
            }
            terminal.print(listing.lines());
            return 0;
        });
    }
}
