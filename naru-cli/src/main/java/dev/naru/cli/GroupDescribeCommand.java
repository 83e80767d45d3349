package dev.naru.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.naru.client.admin.Admin;
import dev.naru.client.admin.GroupDescription;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code naru group describe}. */
@Command(
        name = "describe",
        description = {
            "Shows groups: their members, how far they are behind in each partition, in records and in time, and why a "
                    + "partition does not advance.",
            "AGE is how long ago the first unread record was written."
        },
        footer = {"", "  naru group describe billing", "  naru group describe billing --observe 0 --json"})
final class GroupDescribeCommand implements Callable<Integer> {
    private static final int MS_PER_SECOND = 1_000;

    private final Terminal terminal;

    @Parameters(paramLabel = "GROUP", arity = "1..*", description = "One or more groups.")
    private List<String> names = List.of();

    @Option(
            names = "--observe",
            paramLabel = "SECONDS",
            defaultValue = "6",
            description =
                    "How long to look whether members get on, at most; most clients commit every 5 seconds. 0 not to "
                            + "look. Default: ${DEFAULT-VALUE}.")
    private int observeSeconds;

    @Option(names = "--json", description = "Print one JSON object for each group.")
    private boolean json;

    @Mixin
    private BrokerOption broker = new BrokerOption();

    GroupDescribeCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws Exception {
        int observeMs = Math.max(0, observeSeconds) * MS_PER_SECOND;
        return broker.run(client -> {
            try (Admin admin = client.admin()) {
                for (String name : names) {
                    GroupDescription group = BrokerOption.await(admin.group(name));
                    List<PartitionLag> lags = new GroupLag(client, admin, group).find(observeMs);
                    terminal.print(json ? List.of(toJson(group, lags)) : toLines(group, lags));
                }
                return 0;
            }
        });
    }

    private static List<String> toLines(GroupDescription group, List<PartitionLag> lags) {
        List<String> lines = new ArrayList<>();
        lines.add("group " + group.groupId() + ", " + group.type() + ", " + group.state()
                + (group.epoch() < 0 ? "" : ", epoch " + group.epoch())
                + (group.assignor().isEmpty() ? "" : ", assignor " + group.assignor()) + ", coordinator "
                + group.coordinator());
        Table members = new Table("MEMBER", "CLIENT", "HOST", "INSTANCE", "PARTITIONS");
        group.members()
                .forEach(member -> members.row(
                        member.memberId(),
                        member.clientId(),
                        member.clientHost(),
                        member.instanceId() == null ? "-" : member.instanceId(),
                        member.assigned().size()));
        lines.addAll(members.lines());
        Table table = new Table("TOPIC", "PARTITION", "COMMITTED", "END", "LAG", "AGE", "MEMBER", "STATUS");
        lags.forEach(lag -> table.row(
                lag.partition().topic(),
                lag.partition().partition(),
                orDash(lag.committed()),
                orDash(lag.end()),
                orDash(lag.lag()),
                Ages.text(lag.ageMs()),
                lag.owner() == null ? "-" : lag.owner(),
                lag.why()));
        lines.addAll(table.lines());
        return lines;
    }

    private static String orDash(long number) {
        return number < 0 ? "-" : Long.toString(number);
    }

    private static String toJson(GroupDescription group, List<PartitionLag> lags) throws IOException {
        return Json.object(fields -> {
            fields.writeStringField("group", group.groupId());
            fields.writeStringField("type", group.type());
            fields.writeStringField("state", group.state());
            fields.writeStringField("assignor", group.assignor());
            fields.writeNumberField("epoch", group.epoch());
            fields.writeStringField("coordinator", group.coordinator().toString());
            fields.writeArrayFieldStart("members");
            for (GroupDescription.Member member : group.members()) {
                fields.writeStartObject();
                fields.writeStringField("member", member.memberId());
                fields.writeStringField("instance", member.instanceId());
                fields.writeStringField("client", member.clientId());
                fields.writeStringField("host", member.clientHost());
                fields.writeNumberField("epoch", member.epoch());
                fields.writeNumberField("partitions", member.assigned().size());
                fields.writeEndObject();
            }
            fields.writeEndArray();
            fields.writeArrayFieldStart("partitions");
            for (PartitionLag lag : lags) {
                write(fields, lag);
            }
            fields.writeEndArray();
        });
    }

    private static void write(JsonGenerator fields, PartitionLag lag) throws IOException {
        fields.writeStartObject();
        fields.writeStringField("topic", lag.partition().topic());
        fields.writeNumberField("partition", lag.partition().partition());
        Json.writeNumberOrNull(fields, "committed", lag.committed());
        Json.writeNumberOrNull(fields, "end", lag.end());
        Json.writeNumberOrNull(fields, "lag", lag.lag());
        Json.writeNumberOrNull(fields, "ageMs", lag.ageMs());
        fields.writeStringField("member", lag.owner());
        fields.writeStringField("state", lag.state().code());
        fields.writeStringField("why", lag.why());
        fields.writeEndObject();
    }
}
