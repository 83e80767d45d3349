package dev.naru.cli;

import dev.naru.client.admin.ConfigChange;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code naru config set}. */
@Command(
        name = "set",
        description = "Gives settings a value; all of them, or none if one is refused.",
        footer = {"", "  naru config set --topic orders retention.ms=86400000 cleanup.policy=delete"})
final class ConfigSetCommand implements Callable<Integer> {
    private final Terminal terminal;

    @ArgGroup(multiplicity = "1")
    private ResourceOption whose = new ResourceOption();

    @Parameters(paramLabel = "KEY=VALUE", arity = "1..*", description = "What to set.")
    private Map<String, String> values = new LinkedHashMap<>();

    @Mixin
    private BrokerOption broker = new BrokerOption();

    ConfigSetCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws Exception {
        List<ConfigChange> changes = values.entrySet().stream()
                .map(entry -> ConfigChange.set(entry.getKey(), entry.getValue()))
                .toList();
        return broker.runAdmin(admin -> {
            BrokerOption.await(admin.alterConfigs(whose.resource(), changes));
            terminal.print("set " + String.join(", ", values.keySet()) + " of " + whose.resource());
            return 0;
        });
    }
}
