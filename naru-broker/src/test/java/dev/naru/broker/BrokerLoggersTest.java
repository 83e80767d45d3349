package dev.naru.broker;

import static dev.naru.broker.ConfigRequests.APPEND;
import static dev.naru.broker.ConfigRequests.BROKER_LOGGER;
import static dev.naru.broker.ConfigRequests.DELETE;
import static dev.naru.broker.ConfigRequests.SET;
import static dev.naru.broker.ConfigRequests.alter;
import static dev.naru.broker.ConfigRequests.describe;
import static dev.naru.broker.ConfigRequests.edit;
import static dev.naru.broker.ConfigRequests.replace;
import static dev.naru.broker.ConfigRequests.words;
import static org.assertj.core.api.Assertions.assertThat;

import dev.naru.protocol.ErrorCode;
import dev.naru.protocol.message.AlterConfigsRequest;
import dev.naru.protocol.message.AlterConfigsResponse;
import dev.naru.protocol.message.DescribeConfigsResponse.DescribeConfigsResourceResult;
import dev.naru.protocol.message.IncrementalAlterConfigsRequest.AlterableConfig;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The errors here are those of Apache Kafka 4.4.0 to the same requests. */
class BrokerLoggersTest {
    private static final String NAME = "dev.naru.broker.test.chatty";

    private final Logger logger = LoggerFactory.getLogger(NAME);
    private final SimulatedBroker broker = new SimulatedBroker(14, Map.of("broker.id", "1"));
    private final SimulatedBroker.Client client = broker.connect();

    @AfterEach
    void resetLevel() {
        alter(client, BROKER_LOGGER, "1", edit(DELETE, NAME, null));
    }

    private ErrorCode altered(String name, AlterableConfig... edits) {
        return ErrorCode.of(alter(client, BROKER_LOGGER, name, edits));
    }

    @Test
    void describesTheLevelOfEachLogger() {
        assertThat(describe(client, BROKER_LOGGER, "1").configs())
                .extracting(DescribeConfigsResourceResult::name)
                .contains("root", NAME);
        assertThat(words(client, BROKER_LOGGER, "1", NAME)).isIn("WARN (6)", "INFO (6)");
    }

    @Test
    void setsALevelUntilItIsDeleted() {
        String before = words(client, BROKER_LOGGER, "1", NAME);

        assertThat(altered("1", edit(SET, NAME, "TRACE"))).isEqualTo(ErrorCode.NONE);
        assertThat(logger.isTraceEnabled()).isTrue();
        assertThat(words(client, BROKER_LOGGER, "1", NAME)).isEqualTo("TRACE (6)");

        assertThat(altered("1", edit(DELETE, NAME, null))).isEqualTo(ErrorCode.NONE);
        assertThat(logger.isTraceEnabled()).isFalse();
        assertThat(words(client, BROKER_LOGGER, "1", NAME)).isEqualTo(before);
    }

    @Test
    void changesAllLevelsOfARequestOrNone() {
        assertThat(altered("1", edit(SET, NAME, "TRACE"), edit(SET, "no.such.logger", "INFO")))
                .isEqualTo(ErrorCode.INVALID_CONFIG);
        assertThat(logger.isTraceEnabled()).isFalse();
    }

    @Test
    void refusesWhatALoggerCannotHave() {
        assertThat(altered("1", edit(SET, NAME, "LOUD"))).isEqualTo(ErrorCode.INVALID_CONFIG);
        assertThat(altered("1", edit(SET, NAME, null))).isEqualTo(ErrorCode.INVALID_CONFIG);
        assertThat(altered("1", edit(DELETE, "root", null))).isEqualTo(ErrorCode.INVALID_REQUEST);
        assertThat(altered("1", edit(APPEND, NAME, "INFO"))).isEqualTo(ErrorCode.INVALID_REQUEST);
        assertThat(altered("", edit(SET, NAME, "INFO"))).isEqualTo(ErrorCode.INVALID_REQUEST);
        assertThat(altered("2", edit(SET, NAME, "INFO"))).isEqualTo(ErrorCode.INVALID_REQUEST);
    }

    @Test
    void leavesLoggersToTheNewerOfTheTwoApis() {
        AlterConfigsRequest request =
                new AlterConfigsRequest().resources(List.of(replace(BROKER_LOGGER, "1", NAME, "TRACE")));

        assertThat(client.call(request, 2, AlterConfigsResponse.class)
                        .responses()
                        .get(0)
                        .errorCode())
                .isEqualTo(ErrorCode.INVALID_REQUEST.code());
    }
}
