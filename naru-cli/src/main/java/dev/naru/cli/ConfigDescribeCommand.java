package dev.naru.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.naru.client.admin.ConfigEntry;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code naru config describe}. */
@Command(
        name = "describe",
        description = "Shows settings, their values and where these come from.",
        footer = {"", "  naru config describe --topic orders --changed"})
final class ConfigDescribeCommand implements Callable<Integer> {
    private final Terminal terminal;

    @ArgGroup(multiplicity = "1")
    private ResourceOption whose = new ResourceOption();

    @Option(names = "--changed", description = "Leave out what has its default.")
    private boolean changed;

    @Option(names = "--json", description = "Print one JSON object for each setting, with documentation.")
    private boolean json;

    @Mixin
    private BrokerOption broker = new BrokerOption();

    ConfigDescribeCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws Exception {
        return broker.runAdmin(admin -> {
            List<ConfigEntry> entries = BrokerOption.await(admin.configs(whose.resource(), json)).stream()
                    .filter(entry -> !changed || entry.source() != ConfigEntry.Source.DEFAULT)
                    .toList();
            Listing listing = new Listing(json, "KEY", "VALUE", "FROM");
            for (ConfigEntry entry : entries) {
                listing.add(fields -> write(fields, entry), entry.name(), value(entry), source(entry));
            }
            terminal.print(listing.lines());
            return 0;
        });
    }

    private static String value(ConfigEntry entry) {
        if (entry.sensitive()) {
            return "(secret)";
        }
        return entry.value() == null ? "(none)" : entry.value();
    }

    private static String source(ConfigEntry entry) {
        return entry.source().name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private static void write(JsonGenerator fields, ConfigEntry entry) throws IOException {
        fields.writeStringField("key", entry.name());
        fields.writeStringField("value", entry.value());
        fields.writeStringField("from", source(entry));
        fields.writeBooleanField("readOnly", entry.readOnly());
        fields.writeBooleanField("sensitive", entry.sensitive());
        if (entry.documentation() != null) {
            fields.writeStringField("documentation", entry.documentation());
        }
    }
}
