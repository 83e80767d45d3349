package dev.naru.broker.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.naru.common.config.ConfigException;
import dev.naru.coordinator.group.GroupConfig;
import dev.naru.coordinator.group.GroupConfig.Bounded;
import dev.naru.coordinator.group.GroupConfig.MigrationPolicy;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConsumerGroupKeysTest {
    @Test
    void theDefaultsAreKafkas() throws Exception {
        assertThat(read(Map.of()))
                .isEqualTo(new GroupConfig.Consumer(
                        new Bounded(45_000, 45_000, 60_000),
                        new Bounded(5_000, 5_000, 15_000),
                        new Bounded(1_000, 0, 15_000),
                        Integer.MAX_VALUE,
                        List.of("uniform", "range"),
                        MigrationPolicy.BIDIRECTIONAL));
    }

    @Test
    void everyKeyIsRead() throws Exception {
        Map<String, String> settings = new HashMap<>();
        settings.put("group.consumer.session.timeout.ms", "20");
        settings.put("group.consumer.min.session.timeout.ms", "10");
        settings.put("group.consumer.max.session.timeout.ms", "30");
        settings.put("group.consumer.heartbeat.interval.ms", "5");
        settings.put("group.consumer.min.heartbeat.interval.ms", "4");
        settings.put("group.consumer.max.heartbeat.interval.ms", "6");
        settings.put("group.consumer.assignment.interval.ms", "2");
        settings.put("group.consumer.min.assignment.interval.ms", "1");
        settings.put("group.consumer.max.assignment.interval.ms", "3");
        settings.put("group.consumer.max.size", "7");
        settings.put("group.consumer.assignors", "range");
        settings.put("group.consumer.migration.policy", "Upgrade");

        assertThat(read(settings))
                .isEqualTo(new GroupConfig.Consumer(
                        new Bounded(20, 10, 30),
                        new Bounded(5, 4, 6),
                        new Bounded(2, 1, 3),
                        7,
                        List.of("range"),
                        MigrationPolicy.UPGRADE));
    }

    @ParameterizedTest
    @CsvSource({
        "group.consumer.session.timeout.ms, 1000, is not between",
        "group.consumer.min.session.timeout.ms, 70000, is not between",
        "group.consumer.assignors, sticky, one or both of uniform and range",
        "group.consumer.assignors, 'uniform,uniform', each once",
        "group.consumer.migration.policy, sideways, one of bidirectional",
        "group.consumer.max.size, 0, at least 1"
    })
    void refusesWhatMakesNoSense(String key, String value, String words) {
        assertThatThrownBy(() -> read(Map.of(key, value)))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(key)
                .hasMessageContaining(words);
    }

    private static GroupConfig.Consumer read(Map<String, String> settings) throws ConfigException {
        return BrokerConfig.of(settings).groups().consumer();
    }
}
