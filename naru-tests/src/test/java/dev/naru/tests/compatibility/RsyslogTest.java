package dev.naru.tests.compatibility;

import static org.assertj.core.api.Assertions.assertThat;

import dev.naru.tests.compatibility.external.ExternalClient;
import dev.naru.tests.compatibility.java.JavaClientVersion;
import dev.naru.tests.compatibility.java.KafkaActions;
import dev.naru.tests.compatibility.java.Message;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** rsyslog tails a growing file and ships its lines with omkafka, as it would from any server. */
class RsyslogTest {
    private static final int LINE_COUNT = 500;

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    private Path directory;

    @Test
    void shipsEveryLineOfGrowingFileInOrder() throws Exception {
        ExternalClient.RSYSLOG.require();
        BrokerUnderTest broker = BrokerUnderTest.start(directory);
        KafkaActions client = JavaClientVersion.V4_4.connect(broker.address());
        client.createTopic("syslog", 1, Map.of());
        assertThat(client.endOffset("syslog", 0)).isZero();
        broker.recorder().nowComes(ExternalClient.RSYSLOG.title());
        Path tailed = directory.resolve("app.log");
        List<String> lines = IntStream.range(0, LINE_COUNT)
                .mapToObj(i -> "line " + i + " of an application")
                .toList();
        Files.write(tailed, lines.subList(0, LINE_COUNT / 2));

        Process rsyslog = startRsyslog(broker.address(), tailed);
        try {
            assertThat(values(client, LINE_COUNT / 2)).isEqualTo(lines.subList(0, LINE_COUNT / 2));
            Files.write(tailed, lines.subList(LINE_COUNT / 2, LINE_COUNT), StandardOpenOption.APPEND);
            assertThat(values(client, LINE_COUNT)).isEqualTo(lines);
        } finally {
            rsyslog.destroy();
            assertThat(rsyslog.waitFor(20, TimeUnit.SECONDS)).isTrue();
        }
        broker.checkWireOf(ExternalClient.RSYSLOG.title());
        client.close();
        broker.close();
    }

    private static List<String> values(KafkaActions client, int count) throws Exception {
        return client.fetch("syslog", 0, 0, count).stream().map(Message::value).toList();
    }

    private Process startRsyslog(String bootstrap, Path tailed) throws IOException {
        Path conf = directory.resolve("rsyslog.conf");
        Files.writeString(conf, """
                global(workDirectory="%s")
                module(load="imfile" mode="inotify")
                module(load="omkafka")
                template(name="line" type="string" string="%%msg%%")
                ruleset(name="ship") {
                  action(type="omkafka" broker=["%s"] topic="syslog" template="line" partitions.auto="on"
                         confParam=["linger.ms=5"])
                }
                input(type="imfile" file="%s" tag="app:" ruleset="ship")
                """.formatted(directory, bootstrap, tailed));
        String pid = directory.resolve("rsyslog.pid").toString();
        return new ProcessBuilder("rsyslogd", "-n", "-f", conf.toString(), "-i", pid)
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("rsyslog.out").toFile())
                .start();
    }
}
