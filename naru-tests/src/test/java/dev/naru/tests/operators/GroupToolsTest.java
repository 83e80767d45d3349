package dev.naru.tests.operators;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kafka's own tools for groups say of Naru what they say of Apache Kafka. */
class GroupToolsTest {
    private static final int PARTITIONS = 2;
    private static final int RECORDS_EACH = 10;
    private static final int RECORDS = PARTITIONS * RECORDS_EACH;

    @TempDir
    private static Path directory;

    private static OperatedBroker broker;
    private static LiveMember classic;
    private static LiveMember consumer;

    @BeforeAll
    static void start() throws Exception {
        broker = new OperatedBroker(directory);
        broker.topic("orders", PARTITIONS, RECORDS_EACH);
        broker.formerMember("old-classic", "classic", "orders", RECORDS);
        broker.formerMember("old-consumer", "consumer", "orders", RECORDS);
        classic = new LiveMember(broker, "live-classic", "classic", "reader-1", "orders").awaitCommit();
        consumer = new LiveMember(broker, "live-consumer", "consumer", "reader-2", "orders").awaitCommit();
    }

    @AfterAll
    static void stop() {
        classic.close();
        consumer.close();
        broker.close();
    }

    @Test
    void listsGroupsByStateAndType() throws Exception {
        assertThat(groups("--list", "--state", "--type"))
                .anySatisfy(line -> assertThat(line).matches("live-classic +Classic +Stable"))
                .anySatisfy(line -> assertThat(line).matches("live-consumer +Consumer +Stable"))
                .anySatisfy(line -> assertThat(line).matches("old-classic +Classic +Empty"))
                .anySatisfy(line -> assertThat(line).matches("old-consumer +Consumer +Empty"));
        assertThat(groups("--list", "--state", "stable", "--type", "consumer"))
                .hasSize(2)
                .last()
                .asString()
                .matches("live-consumer +Consumer +Stable");
        assertThat(broker.tool("GroupsCommand", "--list", "--group-type", "classic")
                        .lines())
                .anySatisfy(line -> assertThat(line).matches("live-classic +Classic +consumer"))
                .noneSatisfy(line -> assertThat(line).startsWith("live-consumer"));
    }

    @Test
    void describesOffsets() throws Exception {
        assertThat(groups("--describe", "--group", "live-classic", "--group", "live-consumer"))
                .anySatisfy(line -> assertThat(line)
                        .matches("live-classic +orders +1 +10 +10 +0 +reader-1-\\S+ +/127.0.0.1 +reader-1"))
                .anySatisfy(line ->
                        assertThat(line).matches("live-consumer +orders +1 +10 +10 +0 +\\S+ +/127.0.0.1 +reader-2"));
        assertThat(groups("--describe", "--group", "old-consumer", "--offsets", "--verbose"))
                .contains("Consumer group 'old-consumer' has no active members.")
                .anySatisfy(line -> assertThat(line).matches("old-consumer +orders +0 +0 +10 +10 +0 +- +- +-"));
    }

    @Test
    void describesMembersAndStates() throws Exception {
        assertThat(groups("--describe", "--group", "live-classic", "--members", "--verbose"))
                .anySatisfy(line -> assertThat(line)
                        .matches("live-classic +reader-1-\\S+ +/127.0.0.1 +reader-1 +2 +- +orders:0,1 +- +-"));
        assertThat(groups("--describe", "--group", "live-consumer", "--members", "--verbose"))
                .anySatisfy(line -> assertThat(line)
                        .matches("live-consumer +\\S+ +/127.0.0.1 +reader-2 +2 +(\\d+) +orders:0,1 +\\1 +orders:0,1"));
        assertThat(groups("--describe", "--group", "live-classic", "--group", "old-consumer", "--state"))
                .anySatisfy(line -> assertThat(line).matches("live-classic +\\S+ +\\(\\d\\) +range +Stable +1"))
                .anySatisfy(line -> assertThat(line).matches("old-consumer +\\S+ +\\(\\d\\) +uniform +Empty +0"));
        assertThat(groups("--describe", "--group", "live-consumer", "--state", "--verbose"))
                .anySatisfy(line ->
                        assertThat(line).matches("live-consumer +\\S+ +\\(\\d\\) +uniform +Stable +(\\d+) +\\1 +1"));
        assertThat(groups("--describe", "--group", "nobody"))
                .anySatisfy(line -> assertThat(line).contains("Group nobody not found."));
    }

    @Test
    void resetsOffsetsOfGroupsWithoutMembers() throws Exception {
        for (String protocol : List.of("classic", "consumer")) {
            String group = "reset-" + protocol;
            broker.formerMember(group, protocol, "orders", RECORDS);

            assertThat(reset(group, "--topic", "orders", "--to-earliest", "--dry-run"))
                    .anySatisfy(line -> assertThat(line).matches(group + " +orders +1 +0"));
            assertThat(reset(group, "--topic", "orders:0", "--to-offset", "4", "--execute"))
                    .noneSatisfy(line -> assertThat(line).matches(group + " +orders +1 +.*"));
            assertThat(reset(group, "--all-topics", "--shift-by", "-3", "--execute"))
                    .anySatisfy(line -> assertThat(line).matches(group + " +orders +0 +1"))
                    .anySatisfy(line -> assertThat(line).matches(group + " +orders +1 +7"));
            assertThat(reset(group, "--topic", "orders:1", "--to-datetime", "2000-01-01T00:00:00.000", "--execute"))
                    .anySatisfy(line -> assertThat(line).matches(group + " +orders +1 +0"));
            assertThat(reset(group, "--topic", "orders", "--to-current", "--dry-run"))
                    .anySatisfy(line -> assertThat(line).matches(group + " +orders +0 +1"))
                    .anySatisfy(line -> assertThat(line).matches(group + " +orders +1 +0"));
        }
        assertThat(reset("never-there", "--topic", "orders", "--to-latest", "--execute"))
                .anySatisfy(line -> assertThat(line).matches("never-there +orders +0 +10"));
        assertThat(reset("live-consumer", "--topic", "orders", "--to-earliest", "--execute"))
                .anySatisfy(line -> assertThat(line).contains("the current state is Stable"));
        assertThat(broker.tool("StreamsResetter", "--application-id", "reset-classic", "--input-topics", "orders")
                        .lines())
                .contains("Topic: orders Partition: 0 Offset: 0");
    }

    @Test
    void deletesOffsetsAndGroups() throws Exception {
        broker.formerMember("to-delete", "consumer", "orders", RECORDS);

        assertThat(groups("--delete-offsets", "--group", "live-classic", "--topic", "orders:0"))
                .anySatisfy(line -> assertThat(line).contains("GroupSubscribedToTopicException"));
        assertThat(groups("--delete-offsets", "--group", "to-delete", "--topic", "orders:0", "--topic", "missing"))
                .anySatisfy(line -> assertThat(line).matches("orders +0 +Successful"))
                .anySatisfy(line -> assertThat(line).contains("UnknownTopicOrPartitionException"));
        assertThat(groups("--delete", "--group", "live-consumer", "--group", "missing"))
                .anySatisfy(line -> assertThat(line).contains("GroupNotEmptyException"))
                .anySatisfy(line -> assertThat(line).contains("GroupIdNotFoundException"));
        assertThat(groups("--delete", "--group", "to-delete"))
                .containsExactly("Deletion of requested consumer groups ('to-delete') was successful.");
    }

    @Test
    void setsConfigurationsOfGroups() throws Exception {
        List<String> group = List.of("--entity-type", "groups", "--entity-name", "configured");

        config(group, "--alter", "--add-config", "consumer.session.timeout.ms=50000");
        assertThat(config(group, "--describe"))
                .contains("consumer.session.timeout.ms=50000 sensitive=false "
                        + "synonyms={DYNAMIC_GROUP_CONFIG:consumer.session.timeout.ms=50000, "
                        + "DEFAULT_CONFIG:group.consumer.session.timeout.ms=45000}");
        assertThat(config(group, "--alter", "--add-config", "consumer.session.timeout.ms=5"))
                .anySatisfy(line -> assertThat(line).contains("InvalidConfigurationException"));
    }

    @Test
    void readsWhatGroupsWrote() throws Exception {
        String decoded = broker.console("__consumer_offsets", "OffsetsMessageFormatter");
        assertThat(decoded)
                .contains("{\"type\":1,\"data\":{\"group\":\"live-consumer\",\"topic\":\"orders\",\"partition\":1}}")
                .contains("{\"version\":4,\"data\":{\"offset\":10,");
        assertThat(broker.console("__consumer_offsets", "GroupMetadataMessageFormatter"))
                .contains("{\"type\":2,\"data\":{\"group\":\"live-classic\"}}")
                .contains(
                        "\"protocolType\":\"consumer\",\"generation\":1,\"protocol\":\"range\",\"leader\":\"reader-1-");
        Path log = broker.process().spec().data().resolve("__consumer_offsets-0/00000000000000000000.log");
        assertThat(broker.fileTool("DumpLogSegments", "--offsets-decoder", "--files", log.toString())
                        .lines())
                .anySatisfy(line -> assertThat(line)
                        .contains("key: {\"type\":\"3\",\"data\":{\"groupId\":\"live-consumer\"}}")
                        .contains("\"epoch\":"))
                .anySatisfy(line -> assertThat(line)
                        .contains(
                                "key: {\"type\":\"1\",\"data\":{\"group\":\"old-classic\",\"topic\":\"orders\",\"partition\":0}}")
                        .contains("payload: {\"version\":\"4\",\"data\":{\"offset\":10,"))
                .noneSatisfy(line -> assertThat(line).contains("isvalid: false"));
    }

    @Test
    void consumesInGroups() throws Exception {
        assertThat(broker.tool("VerifiableConsumer", verifiable("classic")).text())
                .contains("\"name\":\"records_consumed\"")
                .contains("\"success\":true");
        assertThat(broker.tool("VerifiableConsumer", verifiable("consumer")).text())
                .contains("\"name\":\"records_consumed\"")
                .contains("\"success\":true");
    }

    private static String[] verifiable(String protocol) {
        return new String[] {
            "--topic",
            "orders",
            "--group-id",
            "verifiable-" + protocol,
            "--group-protocol",
            protocol,
            "--max-messages",
            "3"
        };
    }

    private static List<String> groups(String... arguments) throws ReflectiveOperationException {
        return broker.tool("consumer.group.ConsumerGroupCommand", arguments).lines();
    }

    private static List<String> reset(String group, String... arguments) throws ReflectiveOperationException {
        List<String> all = new ArrayList<>(List.of("--reset-offsets", "--group", group));
        all.addAll(List.of(arguments));
        return groups(all.toArray(String[]::new));
    }

    private static List<String> config(List<String> entity, String... arguments) throws ReflectiveOperationException {
        List<String> all = new ArrayList<>(entity);
        all.addAll(List.of(arguments));
        return broker.tool("kafka.admin.ConfigCommand", all.toArray(String[]::new))
                .lines();
    }
}
