package dev.naru.broker;

import static dev.naru.broker.ConfigRequests.APPEND;
import static dev.naru.broker.ConfigRequests.BROKER;
import static dev.naru.broker.ConfigRequests.DELETE;
import static dev.naru.broker.ConfigRequests.GROUP;
import static dev.naru.broker.ConfigRequests.SET;
import static dev.naru.broker.ConfigRequests.SUBTRACT;
import static dev.naru.broker.ConfigRequests.TOPIC;
import static dev.naru.broker.ConfigRequests.alter;
import static dev.naru.broker.ConfigRequests.edit;
import static dev.naru.broker.ConfigRequests.replace;
import static dev.naru.broker.ConfigRequests.words;
import static dev.naru.broker.Messages.batch;
import static dev.naru.broker.Messages.produce;
import static org.assertj.core.api.Assertions.assertThat;

import dev.naru.protocol.ErrorCode;
import dev.naru.protocol.message.AlterConfigsRequest;
import dev.naru.protocol.message.AlterConfigsResponse;
import dev.naru.protocol.message.IncrementalAlterConfigsResponse.AlterConfigsResourceResponse;
import dev.naru.protocol.message.ListConfigResourcesRequest;
import dev.naru.protocol.message.ListConfigResourcesResponse;
import dev.naru.protocol.message.ProduceResponse;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The errors here are those of Apache Kafka 4.4.0 to the same requests, where nothing else is said. */
class AlterConfigsTest {
    private final SimulatedBroker broker = new SimulatedBroker(12, Map.of("broker.id", "1"));
    private final SimulatedBroker.Client client = broker.connect();

    @BeforeEach
    void createTopic() {
        broker.createTopic("t", 2, Map.of("retention.ms", "1000"));
    }

    private void assertRefused(
            ErrorCode error, String words, int type, String name, int operation, String key, String value) {
        AlterConfigsResourceResponse response = alter(client, false, alter(type, name, edit(operation, key, value)))
                .get(0);
        assertThat(ErrorCode.of(response.errorCode())).as(key).isEqualTo(error);
        assertThat(response.errorMessage()).contains(words);
        assertThat(response.resourceType()).isEqualTo((byte) type);
        assertThat(response.resourceName()).isEqualTo(name);
    }

    @Test
    void setsAndDeletes() {
        assertThat(alter(client, TOPIC, "t", edit(SET, "segment.ms", "5000"), edit(DELETE, "retention.ms", null)))
                .isZero();

        assertThat(words(client, TOPIC, "t", "segment.ms")).startsWith("5000 (1)");
        assertThat(words(client, TOPIC, "t", "retention.ms")).startsWith("604800000 (5)");
        assertThat(alter(client, TOPIC, "t", edit(DELETE, "nobody.set.this", null)))
                .isZero();
    }

    @Test
    void changesTheElementsOfAList() {
        alter(client, TOPIC, "t", edit(APPEND, "cleanup.policy", "compact"));
        assertThat(words(client, TOPIC, "t", "cleanup.policy")).startsWith("delete,compact (1)");

        alter(client, TOPIC, "t", edit(SUBTRACT, "cleanup.policy", "delete"));
        assertThat(words(client, TOPIC, "t", "cleanup.policy")).startsWith("compact (1)");
    }

    @Test
    void refusesWhatATopicCannotHave() {
        assertRefused(ErrorCode.INVALID_CONFIG, "did you mean retention.ms", TOPIC, "t", SET, "retention.mss", "1");
        assertRefused(ErrorCode.INVALID_CONFIG, "not a value of type LONG", TOPIC, "t", SET, "retention.ms", "abc");
        assertRefused(ErrorCode.INVALID_CONFIG, "at least 1", TOPIC, "t", SET, "min.insync.replicas", "0");
        assertRefused(ErrorCode.INVALID_CONFIG, "any of compact, delete", TOPIC, "t", SET, "cleanup.policy", "foo");
        assertRefused(ErrorCode.INVALID_CONFIG, "needs a list", TOPIC, "t", APPEND, "retention.ms", "1");
        assertRefused(ErrorCode.INVALID_CONFIG, "tiered storage", TOPIC, "t", SET, "remote.storage.enable", "true");
        assertRefused(ErrorCode.INVALID_REQUEST, "without a value", TOPIC, "t", SET, "retention.ms", null);
        // Kafka has an unexpected error here.
        assertRefused(ErrorCode.INVALID_REQUEST, "way that does not exist", TOPIC, "t", 9, "retention.ms", "1");
        assertThat(words(client, TOPIC, "t", "retention.ms")).startsWith("1000 (1)");
    }

    @Test
    void refusesResourcesThatAreNotThere() {
        assertRefused(ErrorCode.UNKNOWN_TOPIC_OR_PARTITION, "missing", TOPIC, "missing", SET, "retention.ms", "1");
        assertRefused(ErrorCode.INVALID_REQUEST, "name of the topic", TOPIC, "", SET, "retention.ms", "1");
        assertRefused(ErrorCode.INVALID_TOPIC_EXCEPTION, "bad name!", TOPIC, "bad name!", SET, "retention.ms", "1");
        assertRefused(
                ErrorCode.INVALID_REQUEST,
                "Broker 2 is not registered",
                BROKER,
                "2",
                SET,
                "log.segment.bytes",
                "9999999");
        assertRefused(ErrorCode.INVALID_REQUEST, "need its id", BROKER, "abc", SET, "log.segment.bytes", "1");
        assertRefused(ErrorCode.INVALID_REQUEST, "no resource of type 3", 3, "x", SET, "a", "b");
    }

    @Test
    void refusesWhatABrokerCannotChangeWhileItRuns() {
        assertRefused(
                ErrorCode.INVALID_REQUEST, "num.partitions cannot be changed", BROKER, "1", SET, "num.partitions", "5");
        assertRefused(ErrorCode.INVALID_REQUEST, "cannot be changed", BROKER, "", SET, "log.retention.hours", "5");
        assertRefused(ErrorCode.INVALID_REQUEST, "type INT", BROKER, "1", SET, "log.segment.bytes", "abc");
        assertRefused(ErrorCode.INVALID_REQUEST, "at least 1048576", BROKER, "", SET, "log.segment.bytes", "5");
        // Kafka stores it and shows it as a secret.
        assertRefused(ErrorCode.INVALID_REQUEST, "did you mean", BROKER, "1", SET, "log.segment.byte", "5000000");
    }

    @Test
    void refusesBothOfTwoChangesToTheSameResourceButNotTheOthers() {
        List<AlterConfigsResourceResponse> responses = alter(
                client,
                false,
                alter(TOPIC, "t", edit(SET, "retention.ms", "1")),
                alter(BROKER, "1", edit(SET, "log.retention.ms", "9000"), edit(SET, "num.partitions", "9")),
                alter(TOPIC, "t", edit(SET, "segment.ms", "1")),
                alter(BROKER, "", edit(SET, "log.retention.ms", "8000")));

        assertThat(responses.stream().map(response -> ErrorCode.of(response.errorCode())))
                .containsExactly(
                        ErrorCode.INVALID_REQUEST,
                        ErrorCode.INVALID_REQUEST,
                        ErrorCode.INVALID_REQUEST,
                        ErrorCode.NONE);
        assertThat(responses.get(3).errorMessage()).isNull();
        assertThat(words(client, BROKER, "1", "log.retention.ms")).startsWith("8000 (3)");
    }

    @Test
    void changesNothingWhenItOnlyValidates() {
        assertThat(alter(client, true, alter(TOPIC, "t", edit(SET, "retention.ms", "7000")))
                        .get(0)
                        .errorCode())
                .isZero();
        assertThat(words(client, TOPIC, "t", "retention.ms")).startsWith("1000 (1)");
    }

    @Test
    void replacesAllSettingsInTheOlderWay() {
        AlterConfigsRequest request =
                new AlterConfigsRequest().resources(List.of(replace(TOPIC, "t", "segment.ms", "3000")));
        AlterConfigsRequest twice = new AlterConfigsRequest()
                .resources(List.of(
                        replace(TOPIC, "t", "segment.ms", "1", "segment.ms", "2"),
                        replace(TOPIC, "missing", "segment.ms", "1"),
                        replace(0, "x")));

        assertThat(client.call(request, 1, AlterConfigsResponse.class)
                        .responses()
                        .get(0)
                        .errorCode())
                .isZero();
        assertThat(words(client, TOPIC, "t", "segment.ms")).startsWith("3000 (1)");
        assertThat(words(client, TOPIC, "t", "retention.ms")).startsWith("604800000 (5)");
        assertThat(client.call(twice, 2, AlterConfigsResponse.class).responses().stream()
                        .map(response -> ErrorCode.of(response.errorCode())))
                .containsExactly(
                        ErrorCode.INVALID_REQUEST, ErrorCode.UNKNOWN_TOPIC_OR_PARTITION, ErrorCode.INVALID_REQUEST);
    }

    @Test
    void takesEffectOnRunningPartitionsBeforeItIsAnswered() {
        assertThat(produced()).isEqualTo(ErrorCode.NONE);

        alter(client, TOPIC, "t", edit(SET, "max.message.bytes", "10"));
        assertThat(produced()).isEqualTo(ErrorCode.MESSAGE_TOO_LARGE);

        alter(client, TOPIC, "t", edit(DELETE, "max.message.bytes", null));
        alter(client, BROKER, "", edit(SET, "message.max.bytes", "11"));
        assertThat(produced()).isEqualTo(ErrorCode.MESSAGE_TOO_LARGE);

        alter(client, BROKER, "1", edit(SET, "message.max.bytes", "11000"));
        assertThat(produced()).isEqualTo(ErrorCode.NONE);
    }

    @Test
    void limitsConnectionsWithoutARestart() {
        assertRefused(ErrorCode.INVALID_REQUEST, "at least 0", BROKER, "1", SET, "max.connections", "-5");
        assertRefused(
                ErrorCode.INVALID_REQUEST, "HOST:COUNT", BROKER, "", SET, "max.connections.per.ip.overrides", "a,b");

        assertThat(alter(client, BROKER, "1", edit(SET, "max.connections", "1")))
                .isZero();
        broker.simulation.runFor(1_000);
        SimulatedBroker.Client second = broker.connect();
        broker.simulation.runUntil(second::isClosed, 10_000);
        assertThat(alter(client, BROKER, "1", edit(DELETE, "max.connections", null)))
                .isZero();
        broker.simulation.runFor(1_000);

        assertThat(words(broker.connect(), BROKER, "1", "max.connections"))
                .isEqualTo("2147483647 (5) max.connections=2147483647 (5)");
    }

    private ErrorCode produced() {
        return ErrorCode.of(client.call(produce("t", 0, -1, batch("a", "b")), 9, ProduceResponse.class)
                .responses()
                .get(0)
                .partitionResponses()
                .get(0)
                .errorCode());
    }

    @Test
    void aGroupIsSetWithinTheLimitsOfTheBroker() {
        assertThat(alter(client, GROUP, "g", edit(SET, "consumer.session.timeout.ms", "50000")))
                .isZero();

        assertThat(words(client, GROUP, "g", "consumer.session.timeout.ms"))
                .isEqualTo(
                        "50000 (8) consumer.session.timeout.ms=50000 (8) group.consumer.session.timeout.ms=45000 (5)");
        assertThat(words(client, GROUP, "other", "consumer.session.timeout.ms"))
                .isEqualTo("45000 (5) group.consumer.session.timeout.ms=45000 (5)");
        assertRefused(
                ErrorCode.INVALID_CONFIG,
                "must be in the range 45000 to 60000 inclusive",
                GROUP,
                "g",
                SET,
                "consumer.session.timeout.ms",
                "1000");
        assertRefused(ErrorCode.INVALID_CONFIG, "foo", GROUP, "g", SET, "foo", "1");
        assertRefused(
                ErrorCode.INVALID_CONFIG,
                "consumer.assignment",
                GROUP,
                "g",
                SET,
                "consumer.assignment.interval.ms",
                "-1");
        assertRefused(ErrorCode.INVALID_CONFIG, "abc", GROUP, "g", SET, "consumer.session.timeout.ms", "abc");
        assertRefused(
                ErrorCode.INVALID_REQUEST, "name of the group", GROUP, "", SET, "consumer.session.timeout.ms", "50000");
    }

    @Test
    void resourcesWithSettingsAreListed() {
        alter(client, GROUP, "g", edit(SET, "consumer.session.timeout.ms", "50000"));

        assertThat(listed()).containsExactly("2 t", "4 1", "8 1", "32 g");
        assertThat(listed(GROUP)).containsExactly("32 g");
        alter(client, GROUP, "g", edit(DELETE, "consumer.session.timeout.ms", null));
        assertThat(listed(GROUP)).isEmpty();
        assertThat(client.call(
                                new ListConfigResourcesRequest().resourceTypes(List.of((byte) 3)),
                                1,
                                ListConfigResourcesResponse.class)
                        .errorCode())
                .isEqualTo(ErrorCode.UNSUPPORTED_VERSION.code());
    }

    private List<String> listed(int... types) {
        List<Byte> asked = Arrays.stream(types).mapToObj(type -> (byte) type).toList();
        return client
                .call(new ListConfigResourcesRequest().resourceTypes(asked), 1, ListConfigResourcesResponse.class)
                .configResources()
                .stream()
                .map(resource -> resource.resourceType() + " " + resource.resourceName())
                .toList();
    }
}
