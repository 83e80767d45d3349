package dev.naru.cli;

import dev.naru.client.admin.ConfigChange;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code naru config unset}. */
@Command(
        name = "unset",
        description = "Takes settings back to their defaults.",
        footer = {"", "  naru config unset --topic orders retention.ms"})
final class ConfigUnsetCommand implements Callable<Integer> {
    private final Terminal terminal;

    @ArgGroup(multiplicity = "1")
    private ResourceOption whose = new ResourceOption();

    @Parameters(paramLabel = "KEY", arity = "1..*", description = "What to take back.")
    private List<String> keys = List.of();

    @Mixin
    private BrokerOption broker = new BrokerOption();

    ConfigUnsetCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws Exception {
        return broker.runAdmin(admin -> {
            BrokerOption.await(admin.alterConfigs(
                    whose.resource(), keys.stream().map(ConfigChange::delete).toList()));
            terminal.print("unset " + String.join(", ", keys) + " of " + whose.resource());
            return 0;
        });
    }
}
