package dev.naru.tests.compatibility;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.naru.tests.compatibility.external.ExternalClient;
import dev.naru.tests.compatibility.external.Program;
import dev.naru.tests.compatibility.external.ReadRecord;
import dev.naru.tests.compatibility.java.JavaClientVersion;
import dev.naru.tests.compatibility.java.KafkaActions;
import dev.naru.tests.compatibility.java.Message;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The main job of one broker: a real log file goes in through kcat and comes out through every reader, byte for byte, in order per
 * partition. The file is the package manager's log of this machine, once as it is into one partition, once spread over three by
 * the day that begins each line.
 */
class LogFileTest {
    private static final Path LOG_FILE = Path.of("/var/log/dpkg.log");
    private static final String WHOLE = "dpkg-log";
    private static final String BY_DAY = "dpkg-log-by-day";
    private static final int DAY_PARTITIONS = 3;

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    private static Path directory;

    private static BrokerUnderTest broker;
    private static String file;

    @BeforeAll
    static void writeLogFileThroughKcat() throws Exception {
        ExternalClient.KCAT.require();
        assumeThat(Files.isReadable(LOG_FILE)).as("%s can be read", LOG_FILE).isTrue();
        byte[] bytes = Files.readAllBytes(LOG_FILE);
        file = new String(bytes, UTF_8);
        assertThat(file.getBytes(UTF_8)).as("the log file is text").isEqualTo(bytes);
        assertThat(file).endsWith("\n");

        broker = BrokerUnderTest.start(directory);
        KafkaActions admin = JavaClientVersion.V4_4.connect(broker.address());
        admin.createTopic(WHOLE, 1, Map.of());
        admin.createTopic(BY_DAY, DAY_PARTITIONS, Map.of());
        admin.close();
        Program.run(List.of("kcat", "-b", broker.address(), "-P", "-t", WHOLE, "-z", "lz4"), bytes);
        Program.run(List.of("kcat", "-b", broker.address(), "-P", "-t", BY_DAY, "-K", " "), bytes);
    }

    @AfterAll
    static void stopBroker() throws Exception {
        if (broker != null) {
            broker.close();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"V0_11", "V4_4"})
    void comesOutThroughJava(JavaClientVersion version) throws Exception {
        KafkaActions client = version.connect(broker.address());
        List<ReadRecord> whole = new ArrayList<>(readAll(client, WHOLE, 0));
        List<ReadRecord> byDay = new ArrayList<>();
        for (int partition = 0; partition < DAY_PARTITIONS; partition++) {
            byDay.addAll(readAll(client, BY_DAY, partition));
        }
        client.close();
        check(whole, byDay);
    }

    @Test
    void comesOutThroughPython() throws Exception {
        ExternalClient.KAFKA_PYTHON.require();
        check(
                readAll(ExternalClient.debianPython(), "python/read_kafka_python.py", WHOLE),
                readAll(ExternalClient.debianPython(), "python/read_kafka_python.py", BY_DAY));
    }

    @Test
    void comesOutThroughKafkaJs() throws Exception {
        ExternalClient.KAFKAJS.require();
        // lz4 is a native add-on for Node; the partitions by day are not compressed.
        checkByDay(readAll("node", "js/read.js", BY_DAY));
    }

    @Test
    void comesOutThroughKcat() throws Exception {
        List<String> command = List.of(
                "kcat", "-b", broker.address(), "-C", "-t", WHOLE, "-o", "beginning", "-e", "-q", "-f", "%s\\n");
        assertThat(new String(Program.run(command, new byte[0]), UTF_8)).isEqualTo(file);
    }

    private static List<ReadRecord> readAll(KafkaActions client, String topic, int partition) throws Exception {
        int count = (int) client.endOffset(topic, partition);
        List<ReadRecord> records = new ArrayList<>();
        for (Message message : client.fetch(topic, partition, 0, count)) {
            records.add(new ReadRecord(message.partition(), message.offset(), message.key(), message.value()));
        }
        return records;
    }

    private static List<ReadRecord> readAll(String interpreter, String script, String topic) throws Exception {
        return ReadRecord.parse(Program.text(interpreter, ExternalClient.script(script), broker.address(), topic));
    }

    private static void check(List<ReadRecord> whole, List<ReadRecord> byDay) {
        String read = whole.stream().map(record -> record.value() + "\n").collect(Collectors.joining());
        assertThat(read).isEqualTo(file);
        checkByDay(byDay);
    }

    /** Each partition must hold the lines of its days, all of them, in the order of the file, at offsets without a gap. */
    private static void checkByDay(List<ReadRecord> records) {
        Map<Integer, List<ReadRecord>> byPartition = records.stream()
                .collect(Collectors.groupingBy(ReadRecord::partition, LinkedHashMap::new, Collectors.toList()));
        assertThat(records).hasSize((int) file.lines().count());
        byPartition.forEach((partition, found) -> {
            Set<String> days = found.stream().map(ReadRecord::key).collect(Collectors.toSet());
            List<String> expected = file.lines()
                    .filter(line -> days.contains(line.substring(0, line.indexOf(' '))))
                    .toList();
            assertThat(found.stream().map(record -> record.key() + " " + record.value()))
                    .as("partition %s", partition)
                    .containsExactlyElementsOf(expected);
            for (int i = 0; i < found.size(); i++) {
                assertThat(found.get(i).offset()).isEqualTo(i);
            }
        });
    }
}
