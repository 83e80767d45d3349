package dev.naru.cli;

import dev.naru.client.OffsetSpec;
import dev.naru.client.admin.Admin;
import dev.naru.client.consumer.Consumer;
import dev.naru.client.consumer.ConsumerConfig;
import dev.naru.client.group.GroupConfig;
import dev.naru.common.TopicPartition;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code naru consume}. */
@Command(
        name = "consume",
        description = {
            "Prints the records of a topic, each value as a line, until it is stopped.",
            "Values come out byte for byte. The order is that of each partition.",
            "With --group it reads together with the other members of the group, goes on where the group is, commits what "
                    + "it has printed, and leaves the group when it is stopped."
        },
        footer = {
            "",
            "Fields of --format: %%t topic, %%p partition, %%o offset, %%k key, %%s value, %%K and %%S their sizes "
                    + "(-1 if there is none), %%T timestamp in milliseconds, %%h headers, %%%% a percent sign; "
                    + "escapes: \\n \\t \\r \\0 \\xHH \\\\",
            "",
            "  naru consume orders --exit-at-end",
            "  naru consume orders --from -1h --format '%%p:%%o %%k %%s\\n'",
            "  naru consume orders --from end --json",
            "  naru consume orders --group billing"
        })
final class ConsumeCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Parameters(paramLabel = "TOPIC", description = "The topic.")
    private String topic = "";

    @Option(
            names = "--from",
            paramLabel = "PLACE",
            defaultValue = "beginning",
            converter = StartPlace.Text.class,
            description =
                    "Where to begin: beginning, end, an offset, -N for N records before the end, or a time: -90s, -15m, "
                            + "-1h, -2d, 2026-11-22, 2026-11-22T08:30, 2026-11-22T08:30:00Z, @MILLISECONDS. Default: "
                            + "${DEFAULT-VALUE}.")
    private StartPlace from = new StartPlace(OffsetSpec.earliest(), 0);

    @Option(
            names = "--group",
            paramLabel = "GROUP",
            description = "Read as a member of this group; --from then counts where the group has no offset, and is "
                    + "beginning, end, or a time.")
    private @Nullable String group;

    @Option(
            names = "--protocol",
            paramLabel = "consumer|classic",
            defaultValue = "consumer",
            converter = ProtocolText.class,
            description = "How members of the group talk: consumer (KIP-848; classic on an older broker), or classic. "
                    + "Default: ${DEFAULT-VALUE}.")
    private GroupConfig.Protocol protocol = GroupConfig.Protocol.CONSUMER;

    @Option(names = "--max", paramLabel = "N", description = "End after this many records.")
    private long max = Long.MAX_VALUE;

    @Option(
            names = "--partition",
            paramLabel = "N",
            description = "Only this partition; may be given several times. Default: all.")
    private List<Integer> partitions = List.of();

    @Option(names = "--exit-at-end", description = "End at the last record there was at the start.")
    private boolean exitAtEnd;

    @Option(names = "--read-committed", description = "Hold back records of transactions until they are committed.")
    private boolean readCommitted;

    @Option(
            names = "--format",
            paramLabel = "TEXT",
            converter = RecordFormat.Text.class,
            description = "How to print a record, see below. Default: '%%s\\n'.")
    private @Nullable RecordFormat format;

    @Option(names = "--json", description = "Print each record as a JSON object on a line.")
    private boolean json;

    @Mixin
    private BrokerOption broker = new BrokerOption();

    ConsumeCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws Exception {
        if (max == 0) {
            return 0;
        }
        RecordPrinter printer =
                new RecordPrinter(terminal, json, format == null ? RecordFormat.parse("%s\\n") : format);
        ConsumerConfig config = ConsumerConfig.DEFAULT.withReadCommitted(readCommitted);
        if (group != null) {
            return consumeInGroup(group, config, printer);
        }
        return broker.run(client -> {
            try (Admin admin = client.admin();
                    Consumer consumer = client.consumer(config)) {
                StartOffsets starts = new StartOffsets(admin, chosen(admin));
                Map<TopicPartition, Long> from = starts.of(this.from);
                Map<TopicPartition, Long> until = exitAtEnd ? starts.ends() : Map.of();
                new RecordLoop(consumer, printer, max, until).run(from);
                return 0;
            }
        });
    }

    private int consumeInGroup(String groupId, ConsumerConfig config, RecordPrinter printer) throws Exception {
        if (!partitions.isEmpty()) {
            throw new CommandFailed("the group shares out partitions: --partition and --group do not go together");
        }
        GroupConfig membership = GroupConfig.of(groupId)
                .with(protocol)
                .with(from.reset(System.currentTimeMillis()))
                .withAutoCommitMs(0);
        return broker.run(client -> {
            Map<TopicPartition, Long> until = Map.of();
            try (Admin admin = client.admin()) {
                List<TopicPartition> all = chosen(admin);
                if (exitAtEnd) {
                    until = new StartOffsets(admin, all).ends();
                }
            }
            new GroupRecordLoop(client.groupConsumer(membership, config), printer, max, until).run(topic);
            return 0;
        });
    }

    private List<TopicPartition> chosen(Admin admin) {
        int count = BrokerOption.await(admin.topic(topic)).partitions().size();
        return new TopicChoice(topic, partitions).of(count);
    }
}
