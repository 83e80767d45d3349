package dev.naru.controller;

import dev.naru.common.Uuid;
import dev.naru.common.config.ConfigKey;
import dev.naru.common.config.ConfigKeys;
import dev.naru.common.config.ConfigScope;
import dev.naru.common.config.ConfigType;
import dev.naru.common.config.ConfigView;
import dev.naru.metadata.BrokerImage;
import dev.naru.metadata.ClusterDelta;
import dev.naru.metadata.ClusterImage;
import dev.naru.metadata.ConfigResource;
import dev.naru.metadata.ConfigResourceType;
import dev.naru.metadata.GroupConfigs;
import dev.naru.metadata.LogPosition;
import dev.naru.metadata.TopicConfigs;
import dev.naru.metadata.TopicImage;
import dev.naru.protocol.PersistedRecord;
import dev.naru.protocol.metadata.FenceBrokerRecord;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;

/** Runs the commands of a transcript against the operations, one decision after the other, and prints what they decide. */
final class ScenarioPlayer {
    private static final ConfigKey<Integer> NUM_PARTITIONS = ConfigKey.of("num.partitions", ConfigType.INT, 2);
    private static final ConfigKey<String> LISTENERS =
            ConfigKey.of("listeners", ConfigType.STRING, "").changeable(ConfigScope.PER_BROKER);
    private static final ConfigView BROKER = ConfigView.defaults(
            TopicConfigs.brokerKeys().and(GroupConfigs.brokerKeys()).and(ConfigKeys.of(NUM_PARTITIONS, LISTENERS)));

    private final Map<Uuid, String> namesOfIds = new LinkedHashMap<>();
    private final Random random = new Random(1);
    private boolean topicDeletionEnabled = true;
    private ClusterImage image = ClusterImage.EMPTY;

    String play(String line) {
        Words words = new Words(line);
        return switch (words.command()) {
            case "bootstrap" -> run(bootstrap(words));
            case "broker" -> run(registration(words));
            case "fence" -> replay(fenced(words.number(0)));
            case "create" ->
                run(new CreateTopics(
                        words.arguments().stream().map(this::newTopic).toList(), words.has("validate")));
            case "delete" ->
                run(new DeleteTopics(
                        words.arguments().stream().map(this::topicRef).toList()));
            case "delete.topic.enable" -> {
                topicDeletionEnabled = Boolean.parseBoolean(words.argument(0));
                yield "";
            }
            case "grow" ->
                run(new CreatePartitions(
                        List.of(new PartitionGrowth(words.argument(0), words.number(1), words.assignments("assign"))),
                        words.has("validate")));
            case "alter" -> run(new AlterConfigs(List.of(change(words, false)), words.has("validate")));
            case "replace" -> run(new AlterConfigs(List.of(change(words, true)), words.has("validate")));
            case "producer-ids" ->
                run(new AllocateProducerIds(words.number(0), words.longOption("epoch", epochOf(words.number(0)))));
            case "renew-leaderships" -> run(new RenewLeaderships(words.number(0), null));
            case "show" -> show();
            default -> throw new IllegalArgumentException("unknown command: " + line);
        };
    }

    /** With the levels that are named, beside the one of the metadata. */
    private static Bootstrap bootstrap(Words words) {
        SortedMap<String, Short> features = new TreeMap<>(Map.of("metadata.version", (short) 33));
        words.options().forEach((name, level) -> features.put(name, Short.parseShort(level)));
        return new Bootstrap(features, 1);
    }

    private <A> String run(Operation<A> operation) {
        ControllerConfig config = new ControllerConfig(2, 1, topicDeletionEnabled, BROKER);
        Decision<A> decision = operation.decide(image, new DecisionContext(config, random));
        if (decision.answer() instanceof List<?> results) {
            results.forEach(this::nameIds);
        }
        StringBuilder text = new StringBuilder();
        if (decision.answer() instanceof List<?> results) {
            results.forEach(result -> text.append(printed(result)));
        } else {
            text.append(printed(decision.answer()));
        }
        return text + replay(decision.records());
    }

    private void nameIds(Object result) {
        if (result instanceof Result.Ok<?> ok && ok.value() instanceof CreateTopics.Created created) {
            namesOfIds.put(created.id(), created.name() + "#" + namesOfIds.size());
        }
    }

    private String replay(List<PersistedRecord> records) {
        LogPosition end = new LogPosition(image.position().endOffset() + records.size(), 1);
        image = ClusterDelta.replay(image, records, end);
        StringBuilder text = new StringBuilder();
        records.forEach(record -> text.append("  ").append(readable(record)).append('\n'));
        return text.toString();
    }

    private String printed(Object answer) {
        if (answer instanceof Result.Ok<?> ok) {
            return "ok " + readable(ok.value()) + "\n";
        }
        if (answer instanceof Result.Refused<?> refused) {
            return refused.error() + ": " + readable(refused.message()) + "\n";
        }
        return readable(answer) + "\n";
    }

    private String readable(Object value) {
        String text = value.toString().replace(", unknownTaggedFields=[]", "").replace("unknownTaggedFields=[]", "");
        for (Map.Entry<Uuid, String> name : namesOfIds.entrySet()) {
            text = text.replace(name.getKey().toString(), name.getValue());
        }
        return text.replace(Uuid.ZERO.toString(), "none");
    }

    private static RegisterBroker registration(Words words) {
        int id = words.number(0);
        return new RegisterBroker(
                id,
                new Uuid(id, words.longOption("start", 1)),
                new BrokerImage.Contact(
                        List.of(new BrokerImage.Endpoint("PLAINTEXT", "host" + id, 9092, (short) 0)),
                        words.option("rack")),
                new BrokerImage.Capabilities(List.of(new Uuid(0, 100 + id)), new TreeMap<>()));
    }

    private List<PersistedRecord> fenced(int id) {
        return List.of(new FenceBrokerRecord().id(id).epoch(epochOf(id)));
    }

    private long epochOf(int id) {
        BrokerImage broker = image.brokers().get(id);
        return broker == null ? -1 : broker.epoch();
    }

    /** {@code name;partitions=3;replicas=2;assign=1,2/2,1;retention.ms=5}. */
    private NewTopic newTopic(String text) {
        Words words = new Words("topic " + text.replace(";", " "));
        SortedMap<Integer, List<Integer>> assignment = new TreeMap<>();
        List<List<Integer>> replicas = words.assignments("assign");
        for (int partition = 0; replicas != null && partition < replicas.size(); partition++) {
            assignment.put(partition + (int) words.longOption("first", 0), replicas.get(partition));
        }
        Map<String, String> settings = new TreeMap<>();
        words.options().forEach((name, value) -> {
            if (name.contains(".") || name.equals("foo")) {
                settings.put(name, value.equals("null") ? null : value);
            }
        });
        return new NewTopic(
                words.argument(0).equals("empty") ? "" : words.argument(0).replace("%20", " "),
                (int) words.longOption("partitions", NewTopic.DEFAULT),
                (int) words.longOption("replicas", NewTopic.DEFAULT),
                assignment,
                settings);
    }

    private TopicRef topicRef(String text) {
        if (!text.startsWith("id:")) {
            return new TopicRef.ByName(text);
        }
        TopicImage topic = image.topic(text.substring(3));
        return new TopicRef.ById(topic == null ? new Uuid(1, 1) : topic.id());
    }

    /** {@code topic:name set:retention.ms=5 delete:segment.bytes append:cleanup.policy=compact}. */
    private static ConfigChange change(Words words, boolean othersGo) {
        String[] resource = words.argument(0).split(":", 2);
        List<ConfigEdit> edits = new ArrayList<>();
        for (String text : words.arguments().subList(1, words.arguments().size())) {
            String[] kind = text.split(":", 2);
            String[] setting = kind[1].split("=", 2);
            edits.add(new ConfigEdit(
                    setting[0],
                    ConfigEdit.Kind.valueOf(kind[0].toUpperCase(java.util.Locale.ROOT)),
                    setting.length == 2 ? setting[1] : null));
        }
        ConfigResourceType type = ConfigResourceType.valueOf(resource[0].toUpperCase(java.util.Locale.ROOT));
        return new ConfigChange(new ConfigResource(type, resource[1]), edits, othersGo);
    }

    private String show() {
        StringBuilder text = new StringBuilder();
        image.topics().byName().forEach(entry -> {
            text.append("topic ").append(readable(entry.getValue().id())).append('\n');
            entry.getValue()
                    .partitions()
                    .forEach(partition -> text.append("  leader=")
                            .append(partition.leader())
                            .append(" epoch=")
                            .append(partition.leaderEpoch())
                            .append(" replicas=")
                            .append(partition.replicas())
                            .append(" isr=")
                            .append(partition.isr())
                            .append('\n'));
        });
        image.configs()
                .byResource()
                .forEach(entry -> text.append(entry.getKey())
                        .append(' ')
                        .append(entry.getValue())
                        .append('\n'));
        return text.toString();
    }
}
