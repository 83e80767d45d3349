package dev.naru.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class CommandLineTest {
    @Test
    void shortFormsBecomeConfigurationKeys() throws UsageException {
        CommandLine line = CommandLine.parse(
                "--listen",
                "0.0.0.0:19092",
                "--data-dir=/tmp/d",
                "--set",
                "num.partitions=3",
                "--config",
                "a.properties");

        assertThat(line.assignments())
                .containsExactly("listeners=PLAINTEXT://0.0.0.0:19092", "log.dirs=/tmp/d", "num.partitions=3");
        assertThat(line.configFile()).isEqualTo(Path.of("a.properties"));
        assertThat(line.logLevel()).isEqualTo("info");
    }

    @Test
    void takesALogLevelInAnyCase() throws UsageException {
        assertThat(CommandLine.parse("--log-level", "DEBUG").logLevel()).isEqualTo("debug");
    }

    @Test
    void stopsWithItsInputOnlyWhenToldTo() throws UsageException {
        assertThat(CommandLine.parse().stopsWithInput()).isFalse();
        assertThat(CommandLine.parse("--stop-with-input", "--log-level", "warn").stopsWithInput())
                .isTrue();
    }

    @Test
    void refusesWhatItDoesNotKnowAndNamesIt() {
        assertThatThrownBy(() -> CommandLine.parse("--lissten", "x"))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("--lissten");
        assertThatThrownBy(() -> CommandLine.parse("topic")).isInstanceOf(UsageException.class);
        assertThatThrownBy(() -> CommandLine.parse("--log-level", "loud")).isInstanceOf(UsageException.class);
    }

    @Test
    void refusesAnOptionWithoutItsValue() {
        assertThatThrownBy(() -> CommandLine.parse("--set"))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("--set needs a value");
    }

    @Test
    void refusesAnAddressWithoutAPort() {
        assertThatThrownBy(() -> CommandLine.parse("--listen", "localhost"))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("HOST:PORT");
    }
}
