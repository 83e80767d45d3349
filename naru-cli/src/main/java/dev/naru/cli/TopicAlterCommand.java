package dev.naru.cli;

import dev.naru.client.admin.ConfigChange;
import dev.naru.client.admin.ConfigResource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code naru topic alter}. */
@Command(
        name = "alter",
        description = "Adds partitions to a topic and changes its settings.",
        footer = {"", "  naru topic alter orders --partitions 12 --config retention.ms=86400000"})
final class TopicAlterCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Parameters(paramLabel = "TOPIC", description = "The topic.")
    private String name = "";

    @Option(names = "--partitions", paramLabel = "N", description = "How many partitions it shall have, in all.")
    private int partitions;

    @Option(
            names = "--config",
            paramLabel = "KEY=VALUE",
            description = "A setting to change; may be given several times.")
    private Map<String, String> configs = new LinkedHashMap<>();

    @Option(
            names = "--unset",
            paramLabel = "KEY",
            description = "A setting to take back to the default; may be given several times.")
    private List<String> unset = new ArrayList<>();

    @Mixin
    private BrokerOption broker = new BrokerOption();

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

    TopicAlterCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws Exception {
        if (partitions == 0 && configs.isEmpty() && unset.isEmpty()) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(), "say what to change: --partitions, --config or --unset");
        }
        List<ConfigChange> changes = new ArrayList<>();
        configs.forEach((key, value) -> changes.add(ConfigChange.set(key, value)));
        unset.forEach(key -> changes.add(ConfigChange.delete(key)));
        return broker.runAdmin(admin -> {
            if (!changes.isEmpty()) {
                BrokerOption.await(admin.alterConfigs(ConfigResource.topic(name), changes));
            }
            if (partitions != 0) {
                BrokerOption.await(admin.createPartitions(name, partitions));
            }
            terminal.print("changed topic " + name);
            return 0;
        });
    }
}
