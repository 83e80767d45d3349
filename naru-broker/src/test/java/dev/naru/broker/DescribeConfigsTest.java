package dev.naru.broker;

import static dev.naru.broker.ConfigRequests.BROKER;
import static dev.naru.broker.ConfigRequests.BROKER_LOGGER;
import static dev.naru.broker.ConfigRequests.CLIENT_METRICS;
import static dev.naru.broker.ConfigRequests.GROUP;
import static dev.naru.broker.ConfigRequests.SET;
import static dev.naru.broker.ConfigRequests.TOPIC;
import static dev.naru.broker.ConfigRequests.alter;
import static dev.naru.broker.ConfigRequests.asked;
import static dev.naru.broker.ConfigRequests.describe;
import static dev.naru.broker.ConfigRequests.edit;
import static dev.naru.broker.ConfigRequests.words;
import static org.assertj.core.api.Assertions.assertThat;

import dev.naru.protocol.ErrorCode;
import dev.naru.protocol.message.DescribeConfigsRequest;
import dev.naru.protocol.message.DescribeConfigsResponse;
import dev.naru.protocol.message.DescribeConfigsResponse.DescribeConfigsResourceResult;
import dev.naru.protocol.message.DescribeConfigsResponse.DescribeConfigsResult;
import dev.naru.protocol.message.DescribeConfigsResponse.DescribeConfigsSynonym;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The answers here are those of Apache Kafka 4.4.0 to the same requests, where nothing else is said. */
class DescribeConfigsTest {
    private final SimulatedBroker broker =
            new SimulatedBroker(11, Map.of("broker.id", "1", "log.retention.minutes", "600"));
    private final SimulatedBroker.Client client = broker.connect();

    @BeforeEach
    void createTopic() {
        broker.createTopic("t", 2, Map.of("retention.ms", "1000", "cleanup.policy", "delete, compact"));
    }

    @Test
    void describesEveryKeyOfATopic() {
        List<DescribeConfigsResourceResult> configs =
                describe(client, TOPIC, "t").configs();

        assertThat(configs).hasSize(37).allSatisfy(config -> {
            assertThat(config.readOnly()).isFalse();
            assertThat(config.isSensitive()).isFalse();
            assertThat(config.value()).isNotNull();
            assertThat(config.configType()).isBetween((byte) 1, (byte) 9);
        });
        assertThat(configs.stream().map(DescribeConfigsResourceResult::name)).isSorted();
    }

    @Test
    void saysWhoSetAValueAndWhatIsBehindIt() {
        alter(client, BROKER, "1", edit(SET, "log.retention.ms", "5000"));
        alter(client, BROKER, "", edit(SET, "log.segment.bytes", "5000000"));

        assertThat(words(client, TOPIC, "t", "retention.ms"))
                .isEqualTo("1000 (1) retention.ms=1000 (1) log.retention.ms=5000 (2) log.retention.minutes=600 (4)"
                        + " log.retention.hours=168 (5)");
        assertThat(words(client, TOPIC, "t", "segment.bytes"))
                .isEqualTo("5000000 (3) log.segment.bytes=5000000 (3) log.segment.bytes=1073741824 (5)");
        assertThat(words(client, TOPIC, "t", "preallocate")).isEqualTo("false (5) log.preallocate=false (5)");
        assertThat(words(client, TOPIC, "t", "remote.storage.enable")).isEqualTo("false (5)");
        assertThat(words(client, BROKER, "1", "log.retention.ms"))
                .isEqualTo("5000 (2) log.retention.ms=5000 (2) log.retention.minutes=600 (4)"
                        + " log.retention.hours=168 (5)");
    }

    /** Kafka calls this a default. */
    @Test
    void namesTheBrokersFileAsTheSourceOfARetentionInMinutes() {
        broker.createTopic("plain", 1, Map.of());

        assertThat(words(client, TOPIC, "plain", "retention.ms"))
                .isEqualTo("36000000 (4) log.retention.minutes=600 (4) log.retention.hours=168 (5)");
    }

    @Test
    void writesAValueAsItsKeyDoes() {
        alter(client, TOPIC, "t", edit(SET, "preallocate", " TRUE "));

        assertThat(words(client, TOPIC, "t", "preallocate"))
                .isEqualTo("true (1) preallocate=true (1) log.preallocate=false (5)");
        assertThat(words(client, TOPIC, "t", "cleanup.policy"))
                .isEqualTo("delete,compact (1) cleanup.policy=delete,compact (1) log.cleanup.policy=delete (5)");
    }

    @Test
    void describesThisBroker() {
        assertThat(describe(client, BROKER, "1", "log.retention.ms", "log.retention.minutes", "num.partitions", "nope")
                        .configs())
                .containsExactlyInAnyOrder(
                        setting("log.retention.ms", null, 5, 5).readOnly(false).synonyms(List.of()),
                        setting("log.retention.minutes", "600", 4, 3)
                                .synonyms(List.of(
                                        synonym("log.retention.minutes", "600", 4),
                                        synonym("log.retention.hours", "168", 5))),
                        setting("num.partitions", "1", 5, 3).synonyms(List.of(synonym("num.partitions", "1", 5))));
    }

    private static DescribeConfigsResourceResult setting(String name, String value, int source, int type) {
        return new DescribeConfigsResourceResult()
                .name(name)
                .value(value)
                .readOnly(true)
                .configSource((byte) source)
                .configType((byte) type)
                .documentation(null);
    }

    private static DescribeConfigsSynonym synonym(String name, String value, int source) {
        return new DescribeConfigsSynonym().name(name).value(value).source((byte) source);
    }

    @Test
    void describesWhatWasSetForAllBrokers() {
        assertThat(describe(client, BROKER, "").configs()).isEmpty();

        alter(client, BROKER, "", edit(SET, "log.segment.bytes", "5000000"));

        assertThat(describe(client, BROKER, "").configs())
                .containsExactly(setting("log.segment.bytes", "5000000", 3, 3)
                        .readOnly(false)
                        .synonyms(List.of(synonym("log.segment.bytes", "5000000", 3))));
    }

    @Test
    void addsSynonymsAndMeaningOnlyIfAsked() {
        DescribeConfigsRequest request =
                describe(asked(TOPIC, "t", "segment.index.bytes")).includeSynonyms(false);
        DescribeConfigsRequest documented =
                describe(asked(TOPIC, "t", "segment.index.bytes")).includeDocumentation(true);

        assertThat(only(request, 1).synonyms()).isEmpty();
        assertThat(only(request, 4).documentation()).isNull();
        assertThat(only(documented, 3).documentation()).startsWith("The largest an offset index");
        assertThat(only(documented, 3).synonyms()).isNotEmpty();
    }

    private DescribeConfigsResourceResult only(DescribeConfigsRequest request, int version) {
        return client.call(request, version, DescribeConfigsResponse.class)
                .results()
                .get(0)
                .configs()
                .get(0);
    }

    @Test
    void takesNoKeysForAllKeys() {
        DescribeConfigsRequest request = describe(asked(TOPIC, "t").configurationKeys(List.of()));

        assertThat(client.call(request, 2, DescribeConfigsResponse.class)
                        .results()
                        .get(0)
                        .configs())
                .hasSize(37);
    }

    @Test
    void refusesEachResourceThatIsNotThereAlone() {
        DescribeConfigsRequest request = describe(
                asked(TOPIC, "missing"),
                asked(TOPIC, ""),
                asked(TOPIC, "bad name!"),
                asked(BROKER, "2"),
                asked(BROKER, "abc"),
                asked(BROKER_LOGGER, "7"),
                asked(CLIENT_METRICS, "m"),
                asked(GROUP, ""),
                asked(3, "x"),
                asked(TOPIC, "t", "retention.ms"));

        List<DescribeConfigsResult> results =
                client.call(request, 4, DescribeConfigsResponse.class).results();

        assertThat(results.stream().map(result -> ErrorCode.of(result.errorCode())))
                .containsExactly(
                        ErrorCode.UNKNOWN_TOPIC_OR_PARTITION,
                        ErrorCode.INVALID_TOPIC_EXCEPTION,
                        ErrorCode.INVALID_TOPIC_EXCEPTION,
                        ErrorCode.INVALID_REQUEST,
                        ErrorCode.INVALID_REQUEST,
                        ErrorCode.INVALID_REQUEST,
                        ErrorCode.INVALID_REQUEST,
                        ErrorCode.INVALID_REQUEST,
                        ErrorCode.INVALID_REQUEST,
                        ErrorCode.NONE);
        assertThat(results.get(3).errorMessage()).contains("Broker 1 was asked");
        assertThat(results.get(9).configs()).hasSize(1);
    }
}
