package dev.naru.cli;

import dev.naru.client.Address;
import dev.naru.client.Client;
import dev.naru.client.ClientConfig;
import dev.naru.client.ClientException;
import dev.naru.client.admin.Admin;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** Which cluster, and how patient to be: the options of every command that talks to brokers. */
final class BrokerOption {
    private static final int BACKOFF_MS = 50;
    private static final int BACKOFF_MS_MAX = 1_000;
    private static final int METADATA_AGE_MS_MAX = 300_000;
    private static final int MS_PER_SECOND = 1_000;

    @Option(
            names = "--bootstrap",
            paramLabel = "HOST:PORT",
            defaultValue = "127.0.0.1:9092",
            converter = AddressList.class,
            description = "Broker to begin with; several with commas. Default: ${DEFAULT-VALUE}.")
    private Addresses bootstrap = new Addresses(List.of());

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            defaultValue = "30",
            converter = TimeoutSeconds.class,
            description = "How long to try. Default: ${DEFAULT-VALUE}.")
    private int timeoutSeconds;

    /** What a command does with a client that is closed afterwards. */
    interface Use {
        int with(Client client) throws Exception;
    }

    /** As {@link Use}, for commands that ask and change. */
    interface AdminUse {
        int with(Admin admin) throws Exception;
    }

    int run(Use use) throws Exception {
        try (Client client = Client.open(config())) {
            return use.with(client);
        }
    }

    int runAdmin(AdminUse use) throws Exception {
        return run(client -> {
            try (Admin admin = client.admin()) {
                return use.with(admin);
            }
        });
    }

    int timeoutMs() {
        return timeoutSeconds * MS_PER_SECOND;
    }

    /** What the call came to; its failure as it is, without wrapping. */
    static <T> T await(CompletableFuture<T> call) {
        try {
            return call.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof ClientException known) {
                throw known;
            }
            throw e;
        }
    }

    private ClientConfig config() {
        // A broker that nobody listens for is told at once: there is no point in waiting for a typing error.
        return ClientConfig.of(bootstrap.list)
                .withClientId("naru-cli")
                .withTimeouts(new ClientConfig.Timeouts(
                        timeoutMs(), timeoutMs(), 0, BACKOFF_MS, BACKOFF_MS_MAX, METADATA_AGE_MS_MAX));
    }

    /** One value of the option; a list of its own would make picocli collect them. */
    record Addresses(List<Address> list) {}

    static final class AddressList implements ITypeConverter<Addresses> {
        @Override
        public Addresses convert(String text) {
            try {
                return new Addresses(Address.parseAll(text));
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }

    static final class TimeoutSeconds implements ITypeConverter<Integer> {
        private static final int SECONDS_MAX = 86_400;

        @Override
        public Integer convert(String text) {
            if (text.matches("\\d{1,5}")) {
                int seconds = Integer.parseInt(text);
                if (seconds >= 1 && seconds <= SECONDS_MAX) {
                    return seconds;
                }
            }
            throw new TypeConversionException("'" + text + "' is not a number of seconds from 1 to " + SECONDS_MAX);
        }
    }
}
