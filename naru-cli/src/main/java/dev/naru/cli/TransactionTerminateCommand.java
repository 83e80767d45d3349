package dev.naru.cli;

import dev.naru.client.admin.TransactionDescription;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code naru transaction terminate}. */
@Command(
        name = "terminate",
        description = {
            "Aborts the open transaction of a transactional id, whose producer is gone or stuck, before its timeout does; and fences "
                    + "that producer, as a new one of the same id would.",
            "Shows what it would do, unless told to do it."
        },
        footer = {"", "  naru transaction terminate billing-1 --execute"})
final class TransactionTerminateCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Parameters(paramLabel = "ID", arity = "1..*", description = "One or more transactional ids.")
    private List<String> ids = List.of();

    @Option(names = "--execute", description = "Do it.")
    private boolean execute;

    @Mixin
    private BrokerOption broker = new BrokerOption();

    TransactionTerminateCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws Exception {
        return broker.runAdmin(admin -> {
            for (String id : ids) {
                TransactionDescription found = BrokerOption.await(admin.transaction(id));
                if (execute) {
                    BrokerOption.await(admin.terminateTransaction(id));
                }
                terminal.print(outcome(found));
            }
            if (!execute) {
                terminal.print("nothing was changed: add --execute to do it");
            }
            return 0;
        });
    }

    private String outcome(TransactionDescription found) {
        String subject = "transactional id " + found.transactionalId();
        if (found.partitions().isEmpty()) {
            return subject + ": no open transaction, its producer " + (execute ? "was" : "would be") + " fenced";
        }
        long openMs = Ages.since(found.startTimeMs(), System.currentTimeMillis());
        return subject + ": transaction in " + Words.count(found.partitions().size(), "partition") + ", open for "
                + Ages.text(openMs) + ", " + (execute ? "was" : "would be") + " aborted and its producer fenced";
    }
}
