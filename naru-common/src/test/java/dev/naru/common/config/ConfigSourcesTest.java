package dev.naru.common.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ConfigSourcesTest {
    private static final ConfigKey<Long> RETENTION = ConfigKey.of("log.retention.ms", ConfigType.LONG, 604_800_000L)
            .allow(Allowed.atLeast(-1L))
            .in(ConfigUnit.MILLISECONDS);
    private static final ConfigKey<Integer> PARTITIONS =
            ConfigKey.of("num.partitions", ConfigType.INT, 1).allow(Allowed.between(1, 10_000));
    private static final ConfigKey<Boolean> AUTO_CREATE =
            ConfigKey.of("auto.create.topics.enable", ConfigType.BOOLEAN, true);
    private static final ConfigKey<List<String>> DIRS = ConfigKey.of("log.dirs", ConfigType.LIST, List.of("data"));
    private static final ConfigKey<String> RACK = ConfigKey.optional("broker.rack", ConfigType.STRING);
    private static final ConfigKey<Password> SECRET = ConfigKey.optional("ssl.key.password", ConfigType.PASSWORD);
    private static final ConfigKeys KEYS = ConfigKeys.of(RETENTION, PARTITIONS, AUTO_CREATE, DIRS, RACK, SECRET)
            .ignoring(Map.of("num.io.threads", "Naru runs requests on its event loops."));

    @Test
    void everyKeyHasItsDefaultWhenNothingIsSet() {
        ConfigView view = ConfigView.defaults(KEYS);

        assertThat(view.get(RETENTION)).isEqualTo(604_800_000L);
        assertThat(view.get(DIRS)).containsExactly("data");
        assertThat(view.find(RACK)).isNull();
        assertThat(view.source(RETENTION)).isEqualTo(ConfigSource.DEFAULT);
    }

    @Test
    void commandLineWinsOverEnvironmentWhichWinsOverFile() throws ConfigException {
        String file = "log.retention.ms=1\nnum.partitions = 2\nlog.dirs=/a, /b\n# a comment\nbroker.rack=r\\\n  1\n";
        Map<String, String> environment = Map.of("NARU_LOG_RETENTION_MS", "3", "NARU_NUM_PARTITIONS", "4", "PATH", "x");
        List<String> commandLine = List.of("num.partitions=5", "num.partitions=6");

        ConfigView view = new ConfigSources(KEYS)
                .commandLine(commandLine)
                .file(file)
                .environment(environment)
                .read();

        assertThat(view.get(RETENTION)).isEqualTo(3);
        assertThat(view.source(RETENTION)).isEqualTo(ConfigSource.ENVIRONMENT);
        assertThat(view.get(PARTITIONS)).isEqualTo(6);
        assertThat(view.source(PARTITIONS)).isEqualTo(ConfigSource.COMMAND_LINE);
        assertThat(view.get(DIRS)).containsExactly("/a", "/b");
        assertThat(view.find(RACK)).isEqualTo("r1");
        assertThat(view.warnings()).isEmpty();
    }

    @Test
    void unknownKeyIsAWarningThatNamesTheNearestKnownOne() throws ConfigException {
        ConfigView view = new ConfigSources(KEYS)
                .file("log.retension.ms=1\nnum.io.threads=8\nzzz=1")
                .environment(Map.of("NARU_NUM_PARTITION", "1", "NARU_HEAP", "1g"))
                .read();

        assertThat(view.warnings())
                .containsExactly(
                        "Unknown configuration log.retension.ms; did you mean log.retention.ms?",
                        "Configuration num.io.threads has no effect: Naru runs requests on its event loops.",
                        "Unknown configuration zzz.",
                        "Unknown configuration num.partition; did you mean num.partitions?");
    }

    @Test
    void wrongValueIsAnErrorWithKeyValueAndWhatIsAllowed() {
        ConfigSources sources = new ConfigSources(KEYS)
                .file("num.partitions=0\nauto.create.topics.enable=yes\nlog.retention.ms=-2")
                .commandLine(List.of("broken"));

        assertThatThrownBy(sources::read).isInstanceOf(ConfigException.class).hasMessage("""
                        Invalid value yes for configuration auto.create.topics.enable: not a value of type BOOLEAN; expected BOOLEAN, any value.
                        Invalid value -2 for configuration log.retention.ms: not allowed; expected LONG, at least -1 (ms).
                        Invalid value 0 for configuration num.partitions: not allowed; expected INT, between 1 and 10000.
                        --set takes key=value, not 'broken'""");
    }

    @Test
    void secretsAreNeverPrinted() throws ConfigException {
        ConfigView view = new ConfigSources(KEYS)
                .commandLine(List.of("ssl.key.password=s3cret"))
                .read();

        assertThat(view.find(SECRET)).hasToString("[hidden]").isEqualTo(new Password("s3cret"));
    }

    @Test
    void keysOfTwoModulesJoinAndDeclareANameOnlyOnce() {
        ConfigKeys other = ConfigKeys.of(ConfigKey.of("num.partitions", ConfigType.INT, 2));

        assertThat(KEYS.and(ConfigKeys.of(RETENTION)).all()).hasSize(6);
        assertThatThrownBy(() -> KEYS.and(other)).hasMessage("declared twice: num.partitions");
    }
}
