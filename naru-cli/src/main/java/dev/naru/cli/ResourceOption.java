package dev.naru.cli;

import dev.naru.client.admin.ConfigResource;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Whose settings: exactly one of the options. */
final class ResourceOption {
    @Option(names = "--topic", paramLabel = "TOPIC", required = true, description = "A topic.")
    private @Nullable String topic;

    @Option(names = "--broker", paramLabel = "ID", required = true, description = "A broker.")
    private @Nullable Integer broker;

    @Option(
            names = "--all-brokers",
            required = true,
            description = "What holds for brokers without a setting of their own.")
    @SuppressWarnings("UnusedVariable") // It says: neither of the others; the group sees to it that one is given.
    private boolean allBrokers;

    ConfigResource resource() {
        if (topic != null) {
            return ConfigResource.topic(topic);
        }
        return broker != null ? ConfigResource.broker(broker) : ConfigResource.allBrokers();
    }
}
