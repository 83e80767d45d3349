package dev.naru.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.kafka.common.message.ApiMessageType;
import org.apache.kafka.common.message.ApiMessageType.ListenerType;
import org.apache.kafka.common.protocol.ApiKeys;
import org.junit.jupiter.api.Test;

class ApiKeyTest {
    @Test
    void listsTheKeysOfKafka() {
        assertThat(ApiKey.values()).hasSameSizeAs(ApiKeys.values());
        for (ApiKeys official : ApiKeys.values()) {
            ApiKey key = ApiKey.byId(official.id);
            assertThat(key).isNotNull();
            assertThat(key.name()).isEqualTo(official.name());
            assertThat(key.id()).isEqualTo(official.id);
        }
    }

    @Test
    void knowsNoOtherKey() {
        assertThat(ApiKey.byId(-1)).isNull();
        assertThat(ApiKey.byId(ApiKey.values().length)).isNull();
        assertThat(ApiKey.byId(Short.MAX_VALUE)).isNull();
    }

    @Test
    void hasTheVersionsOfKafka() {
        for (ApiKeys official : ApiKeys.values()) {
            ApiKey key = ApiKey.byId(official.id);
            assertThat(key.lowestVersion()).as(key.name()).isEqualTo(official.oldestVersion());
            assertThat(key.highestVersion()).as(key.name()).isEqualTo(official.latestVersion(true));
            assertThat(key.highestStableVersion()).as(key.name()).isEqualTo(official.latestVersion(false));
            for (short version = -1; version < 30; version++) {
                assertThat(key.supports(version)).as(key.name()).isEqualTo(official.isVersionSupported(version));
            }
        }
    }

    @Test
    void advertisesTheVersionsThatKafkaAdvertises() {
        for (ApiKeys official : ApiKeys.values()) {
            ApiKey key = ApiKey.byId(official.id);
            official.toApiVersionForApiResponse(true, ListenerType.BROKER).ifPresent(range -> {
                assertThat(key.lowestAdvertisedVersion()).as(key.name()).isEqualTo(range.minVersion());
                assertThat(key.highestVersion()).as(key.name()).isEqualTo(range.maxVersion());
            });
        }
    }

    @Test
    void putsTheSameHeadersInFront() {
        for (ApiKeys official : ApiKeys.values()) {
            ApiKey key = ApiKey.byId(official.id);
            for (short version = key.lowestVersion(); version <= key.highestVersion(); version++) {
                assertThat(key.requestHeaderVersion(version)).isEqualTo(official.requestHeaderVersion(version));
                assertThat(key.responseHeaderVersion(version)).isEqualTo(official.responseHeaderVersion(version));
            }
        }
    }

    @Test
    void isServedWhereKafkaServesIt() {
        for (ApiKeys official : ApiKeys.values()) {
            ApiKey key = ApiKey.byId(official.id);
            ApiMessageType type = official.messageType;
            assertThat(key.isOnBroker())
                    .as(key.name())
                    .isEqualTo(type.listeners().contains(ListenerType.BROKER));
            assertThat(key.isOnController())
                    .as(key.name())
                    .isEqualTo(type.listeners().contains(ListenerType.CONTROLLER));
        }
    }

    @Test
    void makesItsOwnMessages() {
        for (ApiKey key : ApiKey.values()) {
            if (key.lowestVersion() <= key.highestVersion()) {
                assertThat(key.newRequest().apiKey()).isEqualTo(key);
                assertThat(key.newResponse().apiKey()).isEqualTo(key);
                assertThat(key.newRequest().highestVersion()).isEqualTo(key.highestVersion());
            }
        }
    }
}
