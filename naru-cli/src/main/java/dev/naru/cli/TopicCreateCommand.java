package dev.naru.cli;

import dev.naru.client.BrokerException;
import dev.naru.client.admin.CreatedTopic;
import dev.naru.client.admin.NewTopic;
import dev.naru.protocol.ErrorCode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code naru topic create}. */
@Command(
        name = "create",
        description = "Creates a topic.",
        footer = {"", "  naru topic create orders --partitions 6 --config retention.ms=86400000"})
final class TopicCreateCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Parameters(paramLabel = "TOPIC", description = "Its name: letters, digits, '.', '_' and '-'.")
    private String name = "";

    @Option(
            names = "--partitions",
            paramLabel = "N",
            description = "How many partitions. Default: as the broker has it (num.partitions).")
    private int partitions = NewTopic.DEFAULT_COUNT;

    @Option(
            names = "--replication-factor",
            paramLabel = "N",
            description = "How many replicas of each. Default: as the broker has it.")
    private int replicationFactor = NewTopic.DEFAULT_COUNT;

    @Option(
            names = "--config",
            paramLabel = "KEY=VALUE",
            description = "A setting of the topic; may be given several times.")
    private Map<String, String> configs = new LinkedHashMap<>();

    @Option(names = "--if-not-exists", description = "Do nothing if there is such a topic.")
    private boolean ifNotExists;

    @Option(names = "--json", description = "Print what was created as JSON.")
    private boolean json;

    @Mixin
    private BrokerOption broker = new BrokerOption();

    TopicCreateCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws Exception {
        return broker.runAdmin(admin -> {
            try {
                print(BrokerOption.await(
                        admin.createTopic(new NewTopic(name, partitions, replicationFactor, configs))));
            } catch (BrokerException refused) {
                if (!ifNotExists || refused.code() != ErrorCode.TOPIC_ALREADY_EXISTS) {
                    throw refused;
                }
            }
            return 0;
        });
    }

    private void print(CreatedTopic topic) throws Exception {
        if (json) {
            terminal.print(Json.object(fields -> {
                fields.writeStringField("topic", topic.name());
                fields.writeStringField("id", topic.id().toString());
                fields.writeNumberField("partitions", topic.partitionCount());
                fields.writeNumberField("replicationFactor", topic.replicationFactor());
            }));
        } else {
            terminal.print("created topic " + topic.name() + " with "
                    + Words.count(topic.partitionCount(), "partition") + " and "
                    + Words.count(topic.replicationFactor(), "replica"));
        }
    }
}
