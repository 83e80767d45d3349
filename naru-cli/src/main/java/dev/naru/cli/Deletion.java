package dev.naru.cli;

import dev.naru.client.BrokerException;
import dev.naru.client.admin.Admin;
import dev.naru.protocol.ErrorCode;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of commands that delete by name, and how they go about it: one after the other, up to the first that fails. */
final class Deletion {
    @Option(names = "--if-exists", description = "Pass over what does not exist.")
    private boolean ifExists;

    @Mixin
    private BrokerOption broker = new BrokerOption();

    /**
     * Deletes them.
     *
     * @param kind what they are called
     * @param missing what a broker says of one that does not exist
     */
    int run(
            Terminal terminal,
            List<String> names,
            String kind,
            ErrorCode missing,
            BiFunction<Admin, String, CompletableFuture<?>> delete)
            throws Exception {
        return broker.runAdmin(admin -> {
            for (String name : names) {
                try {
                    BrokerOption.await(delete.apply(admin, name));
                    terminal.print("deleted " + kind + " " + name);
                } catch (BrokerException refused) {
                    if (!ifExists || refused.code() != missing) {
                        throw refused;
                    }
                }
            }
            return 0;
        });
    }
}
