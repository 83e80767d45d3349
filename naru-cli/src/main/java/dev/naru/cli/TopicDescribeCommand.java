package dev.naru.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.naru.client.FoundOffset;
import dev.naru.client.OffsetSpec;
import dev.naru.client.admin.Admin;
import dev.naru.client.admin.ConfigEntry;
import dev.naru.client.admin.ConfigResource;
import dev.naru.client.admin.TopicDescription;
import dev.naru.common.TopicPartition;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code naru topic describe}. */
@Command(
        name = "describe",
        description = "Shows a topic: partitions, leaders, offsets and the settings it has of its own.",
        footer = {"", "  naru topic describe orders"})
final class TopicDescribeCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Parameters(paramLabel = "TOPIC", arity = "1..*", description = "One or more topics.")
    private List<String> names = List.of();

    @Option(names = "--json", description = "Print one JSON object for each topic.")
    private boolean json;

    @Mixin
    private BrokerOption broker = new BrokerOption();

    TopicDescribeCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws Exception {
        return broker.runAdmin(admin -> {
            for (String name : names) {
                Found found = find(admin, name);
                terminal.print(json ? List.of(found.toJson()) : found.toLines());
            }
            return 0;
        });
    }

    private static Found find(Admin admin, String name) {
        TopicDescription topic = BrokerOption.await(admin.topic(name));
        List<TopicPartition> led = topic.partitions().stream()
                .filter(partition -> partition.leader() >= 0)
                .map(partition -> new TopicPartition(name, partition.partition()))
                .toList();
        List<ConfigEntry> own = BrokerOption.await(admin.configs(ConfigResource.topic(name), false)).stream()
                .filter(entry -> entry.source() == ConfigEntry.Source.TOPIC)
                .toList();
        return new Found(
                topic, own, offsets(admin, led, OffsetSpec.earliest()), offsets(admin, led, OffsetSpec.latest()));
    }

    private static Map<TopicPartition, FoundOffset> offsets(Admin admin, List<TopicPartition> led, OffsetSpec place) {
        return led.isEmpty()
                ? Map.of()
                : BrokerOption.await(
                        admin.offsets(led.stream().collect(Collectors.toMap(each -> each, each -> place))));
    }

    private record Found(
            TopicDescription topic,
            List<ConfigEntry> configs,
            Map<TopicPartition, FoundOffset> first,
            Map<TopicPartition, FoundOffset> end) {
        List<String> toLines() {
            List<String> lines = new ArrayList<>();
            lines.add("topic " + topic.name() + ", id " + topic.id() + ", "
                    + Words.count(topic.partitions().size(), "partition") + ", "
                    + Words.count(topic.replicationFactor(), "replica"));
            configs.forEach(config -> lines.add("  " + config.name() + "=" + config.value()));
            Table table = new Table("PARTITION", "LEADER", "REPLICAS", "IN-SYNC", "FIRST", "END");
            topic.partitions()
                    .forEach(partition -> table.row(
                            partition.partition(),
                            partition.leader() < 0 ? "none" : Integer.toString(partition.leader()),
                            ids(partition.replicas()),
                            ids(partition.inSyncReplicas()),
                            offset(first, partition),
                            offset(end, partition)));
            lines.addAll(table.lines());
            return lines;
        }

        String toJson() throws Exception {
            return Json.object(fields -> {
                fields.writeStringField("topic", topic.name());
                fields.writeStringField("id", topic.id().toString());
                fields.writeBooleanField("internal", topic.internal());
                fields.writeObjectFieldStart("configs");
                for (ConfigEntry config : configs) {
                    fields.writeStringField(config.name(), config.value());
                }
                fields.writeEndObject();
                fields.writeArrayFieldStart("partitions");
                for (TopicDescription.Partition partition : topic.partitions()) {
                    fields.writeStartObject();
                    fields.writeNumberField("partition", partition.partition());
                    fields.writeNumberField("leader", partition.leader());
                    fields.writeNumberField("leaderEpoch", partition.leaderEpoch());
                    writeIds(fields, "replicas", partition.replicas());
                    writeIds(fields, "inSyncReplicas", partition.inSyncReplicas());
                    writeIds(fields, "offlineReplicas", partition.offlineReplicas());
                    writeOffset(fields, "firstOffset", first, partition);
                    writeOffset(fields, "endOffset", end, partition);
                    fields.writeEndObject();
                }
                fields.writeEndArray();
            });
        }

        private void writeOffset(
                JsonGenerator fields,
                String field,
                Map<TopicPartition, FoundOffset> offsets,
                TopicDescription.Partition partition)
                throws IOException {
            FoundOffset found = offsets.get(new TopicPartition(topic.name(), partition.partition()));
            Json.writeNumberOrNull(fields, field, found == null ? -1 : found.offset());
        }

        private static void writeIds(JsonGenerator fields, String field, List<Integer> ids) throws IOException {
            fields.writeArrayFieldStart(field);
            for (int id : ids) {
                fields.writeNumber(id);
            }
            fields.writeEndArray();
        }

        private String offset(Map<TopicPartition, FoundOffset> offsets, TopicDescription.Partition partition) {
            FoundOffset found = offsets.get(new TopicPartition(topic.name(), partition.partition()));
            return found == null ? "-" : Long.toString(found.offset());
        }

        private static String ids(List<Integer> ids) {
            return ids.isEmpty() ? "none" : ids.stream().map(String::valueOf).collect(Collectors.joining(","));
        }
    }
}
