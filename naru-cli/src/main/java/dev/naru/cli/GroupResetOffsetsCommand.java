package dev.naru.cli;

import dev.naru.client.BrokerException;
import dev.naru.client.CommittedOffset;
import dev.naru.client.admin.Admin;
import dev.naru.client.admin.GroupDescription;
import dev.naru.common.TopicPartition;
import dev.naru.protocol.ErrorCode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code naru group reset-offsets}. */
@Command(
        name = "reset-offsets",
        description = {
            "Sets the offsets of a group that has no members. Shows what would change, unless told to do it.",
            "An offset before the first record or behind the last becomes that."
        },
        footer = {
            "",
            "  naru group reset-offsets billing --topic orders --to earliest",
            "  naru group reset-offsets billing --topic orders:0,2 --to 2026-11-22T08:30 --execute",
            "  naru group reset-offsets billing --topic orders --shift-by -100 --execute"
        })
final class GroupResetOffsetsCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Parameters(paramLabel = "GROUP", description = "The group; made if there is none.")
    private String groupId = "";

    @Option(
            names = "--topic",
            paramLabel = "TOPIC[:N,N]",
            converter = TopicChoice.Text.class,
            description =
                    "The topic, or some partitions of it; may be given several times. Default: everything the group "
                            + "has an offset for.")
    private List<TopicChoice> topics = List.of();

    @ArgGroup(multiplicity = "1")
    private Where where = new Where();

    @Option(names = "--execute", description = "Do it.")
    private boolean execute;

    @Option(names = "--json", description = "Print one JSON object for each partition.")
    private boolean json;

    @Mixin
    private BrokerOption broker = new BrokerOption();

    /** Exactly one of the options. */
    static final class Where {
        @Option(
                names = "--to",
                paramLabel = "PLACE",
                required = true,
                converter = StartPlace.Text.class,
                description =
                        "earliest, latest, an offset, -N for N records before the end, or a time: -90s, -15m, -1h, "
                                + "-2d, 2026-11-22, 2026-11-22T08:30, 2026-11-22T08:30:00Z, @MILLISECONDS.")
        private @Nullable StartPlace place;

        @Option(
                names = "--shift-by",
                paramLabel = "N",
                required = true,
                description = "N records further, or back if negative, from where the group is.")
        private @Nullable Long shift;
    }

    GroupResetOffsetsCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws Exception {
        return broker.runAdmin(admin -> {
            GroupDescription group = group(admin);
            int members = group == null ? 0 : group.members().size();
            if (execute && members > 0) {
                throw new CommandFailed("group " + groupId + " has " + Words.count(members, "member")
                        + ", which would go on from their own offsets; stop them first");
            }
            Map<TopicPartition, CommittedOffset> committed = BrokerOption.await(admin.groupOffsets(groupId));
            List<TopicPartition> partitions = partitions(admin, committed);
            Map<TopicPartition, Long> wanted = new TreeMap<>(offsets(admin, committed, partitions));
            if (execute) {
                Map<TopicPartition, CommittedOffset> changes = new HashMap<>();
                wanted.forEach((partition, offset) -> changes.put(partition, CommittedOffset.of(offset)));
                BrokerOption.await(admin.alterGroupOffsets(groupId, changes));
            }
            print(wanted, committed);
            if (!json) {
                String made = group == null ? "; there is no group " + groupId + " yet, it will be made" : "";
                terminal.print(execute ? "done" : "nothing was changed: add --execute to do it" + made);
            }
            return 0;
        });
    }

    private @Nullable GroupDescription group(Admin admin) {
        try {
            return BrokerOption.await(admin.group(groupId));
        } catch (BrokerException refused) {
            if (refused.code() == ErrorCode.GROUP_ID_NOT_FOUND) {
                return null;
            }
            throw refused;
        }
    }

    private List<TopicPartition> partitions(Admin admin, Map<TopicPartition, CommittedOffset> committed) {
        if (topics.isEmpty()) {
            if (committed.isEmpty()) {
                throw new CommandFailed("group " + groupId + " has no offsets; name a topic with --topic");
            }
            return committed.keySet().stream().sorted().toList();
        }
        List<TopicPartition> chosen = new ArrayList<>();
        for (TopicChoice choice : topics) {
            chosen.addAll(choice.of(
                    BrokerOption.await(admin.topic(choice.topic())).partitions().size()));
        }
        return chosen;
    }

    private Map<TopicPartition, Long> offsets(
            Admin admin, Map<TopicPartition, CommittedOffset> committed, List<TopicPartition> partitions) {
        StartOffsets places = new StartOffsets(admin, partitions);
        StartPlace place = where.place;
        if (place != null) {
            return places.of(place);
        }
        long shift = where.shift == null ? 0 : where.shift;
        Map<TopicPartition, Long> shifted = new HashMap<>();
        for (TopicPartition partition : partitions) {
            CommittedOffset now = committed.get(partition);
            if (now == null) {
                throw new CommandFailed("group " + groupId + " has no offset for partition " + partition
                        + " to shift; use --to, or choose partitions with --topic TOPIC:N,N");
            }
            shifted.put(partition, now.offset() + shift);
        }
        return places.within(shifted);
    }

    private void print(Map<TopicPartition, Long> wanted, Map<TopicPartition, CommittedOffset> committed)
            throws Exception {
        Listing listing = new Listing(json, "TOPIC", "PARTITION", "COMMITTED", "NEW");
        for (Map.Entry<TopicPartition, Long> each : wanted.entrySet()) {
            TopicPartition partition = each.getKey();
            CommittedOffset now = committed.get(partition);
            listing.add(
                    fields -> {
                        fields.writeStringField("topic", partition.topic());
                        fields.writeNumberField("partition", partition.partition());
                        Json.writeNumberOrNull(fields, "committed", now == null ? -1 : now.offset());
                        fields.writeNumberField("new", each.getValue());
                        fields.writeBooleanField("executed", execute);
                    },
                    partition.topic(),
                    partition.partition(),
                    now == null ? "-" : Long.toString(now.offset()),
                    each.getValue());
        }
        terminal.print(listing.lines());
    }
}
