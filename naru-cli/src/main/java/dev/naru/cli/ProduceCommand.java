package dev.naru.cli;

import dev.naru.client.Client;
import dev.naru.client.producer.Acks;
import dev.naru.client.producer.Producer;
import dev.naru.client.producer.ProducerConfig;
import dev.naru.client.producer.ProducerRecord;
import dev.naru.client.producer.TransactionConfig;
import dev.naru.client.producer.TransactionException;
import dev.naru.client.producer.TransactionalProducer;
import dev.naru.record.Compression;
import dev.naru.record.Header;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code naru produce}. */
@Command(
        name = "produce",
        description = {
            "Sends each line of standard input as a record, byte for byte, without its newline.",
            "Ends with status 1 and the number of lines that were not acknowledged, if there are any."
        },
        footer = {
            "",
            "  naru produce orders < lines.txt",
            "  echo 'customer-7:3 boxes' | naru produce orders --key-separator : --header source=shop"
        })
final class ProduceCommand implements Callable<Integer> {
    /** What a broker takes at most unless it was told otherwise (socket.request.max.bytes). */
    private static final int LINE_SIZE_BYTES_MAX = 100 * 1024 * 1024;

    private static final int ABORT_SECONDS_MAX = 10;

    /** Ctrl-C stops whoever writes the lines as well, so their end may be heard of before the signal is. */
    private static final int STOP_MS = 100;

    private final Terminal terminal;

    @Parameters(paramLabel = "TOPIC", description = "The topic; created if the broker is set to do so.")
    private String topic = "";

    @Option(
            names = "--key-separator",
            paramLabel = "TEXT",
            description = "What stands between key and value in a line; a line without it has no key.")
    private @Nullable String keySeparator;

    @Option(
            names = "--header",
            paramLabel = "KEY=VALUE",
            converter = HeaderText.class,
            description = "A header of every record; may be given several times.")
    private List<Header> headers = List.of();

    @Option(names = "--partition", paramLabel = "N", description = "The partition; otherwise by key, or spread.")
    private int partition = ProducerRecord.ANY_PARTITION;

    @Option(
            names = "--acks",
            paramLabel = "0|1|all",
            defaultValue = "all",
            converter = AcksText.class,
            description = "Who must have a record before it counts: nobody, the leader, all in-sync replicas. Default: "
                    + "${DEFAULT-VALUE}, and then each record is stored once whatever fails on the way.")
    private Acks acks = Acks.ALL;

    @Option(
            names = "--compression",
            paramLabel = "CODEC[:LEVEL]",
            defaultValue = "none",
            converter = CompressionText.class,
            description = "none, gzip, snappy, lz4 or zstd, and how hard to try. Default: ${DEFAULT-VALUE}.")
    private Compression compression = Compression.NONE;

    @Option(
            names = "--transactional-id",
            paramLabel = "ID",
            description =
                    "Send all lines in one transaction of this name: readers of committed records see all of them, or "
                            + "none.")
    private @Nullable String transactionalId;

    @Option(names = "--json", description = "Print at the end how many lines were acknowledged, as JSON.")
    private boolean json;

    @Mixin
    private BrokerOption broker = new BrokerOption();

    ProduceCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws Exception {
        return broker.run(client -> {
            LineSender lines = new LineSender(topic, partition, headers, separator());
            LineSource source = new LineSource(terminal.in(), LINE_SIZE_BYTES_MAX);
            if (transactionalId == null) {
                try (Producer producer = client.producer(producerConfig())) {
                    lines.sendAll(source, producer::room, producer::send);
                }
            } else {
                sendInTransaction(client, TransactionConfig.of(transactionalId), lines, source);
            }
            return report(lines);
        });
    }

    /** All lines or none: what fails on the way, standard input that cannot be read to its end, and being stopped aborts. */
    private void sendInTransaction(Client client, TransactionConfig config, LineSender lines, LineSource source)
            throws IOException, InterruptedException {
        if (acks != Acks.ALL) {
            throw new CommandFailed("a transaction needs --acks all");
        }
        // Closing aborts what is still open.
        try (TransactionalProducer producer = client.transactionalProducer(producerConfig(), config);
                StopHook hook = new StopHook("naru-abort", () -> abort(producer))) {
            BrokerOption.await(producer.init());
            BrokerOption.await(producer.begin());
            lines.sendAll(source, producer::room, producer::send);
            if (hook.isStopping(STOP_MS)) {
                throw new CommandFailed("stopped before the transaction was committed");
            }
            if (lines.firstFailure() == null) {
                BrokerOption.await(producer.commit());
            }
        } catch (TransactionException aborted) {
            // A line that failed says more than that the transaction could not be committed.
            if (lines.firstFailure() == null) {
                throw aborted;
            }
        }
    }

    /** Else readers of committed records would wait for the timeout of a transaction that nobody goes on with. */
    private static void abort(TransactionalProducer producer) {
        var unused = producer.closeLater()
                .completeOnTimeout(null, ABORT_SECONDS_MAX, TimeUnit.SECONDS)
                .join();
    }

    private int report(LineSender lines) throws Exception {
        if (json) {
            terminal.print(Json.object(fields -> {
                fields.writeStringField("topic", topic);
                fields.writeNumberField("acknowledged", lines.acknowledged());
                fields.writeNumberField("failed", lines.failed());
            }));
        }
        Throwable reason = lines.firstFailure();
        if (reason == null) {
            return 0;
        }
        throw new CommandFailed(lines.failed() + " of " + Words.count(lines.failed() + lines.acknowledged(), "line")
                + " not acknowledged: " + Complaints.explain(reason));
    }

    private ProducerConfig producerConfig() {
        ProducerConfig.Delivery delivery =
                acks == Acks.ALL ? ProducerConfig.Delivery.DEFAULT : ProducerConfig.Delivery.of(acks);
        return ProducerConfig.DEFAULT
                .with(delivery.within(broker.timeoutMs(), broker.timeoutMs()))
                .with(compression);
    }

    private byte @Nullable [] separator() {
        return keySeparator == null ? null : keySeparator.getBytes(StandardCharsets.UTF_8);
    }
}
