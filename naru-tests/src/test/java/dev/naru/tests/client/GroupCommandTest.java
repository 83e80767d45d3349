package dev.naru.tests.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.naru.cli.NaruCommand;
import dev.naru.client.group.GroupConfig;
import dev.naru.client.group.Subscription;
import dev.naru.client.producer.ProducerConfig;
import dev.naru.client.producer.ProducerRecord;
import dev.naru.client.producer.TransactionConfig;
import dev.naru.client.producer.TransactionalProducer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The commands about groups and transactions, against a whole broker. */
class GroupCommandTest {
    @TempDir
    private static Path directory;

    @RegisterExtension
    private static final CoordinatingBroker BROKER = new CoordinatingBroker(() -> directory);

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void aGroupGoesOnWhereItLeftOff() throws Exception {
        String topic = BROKER.topic("goes-on", 1);
        BROKER.produce(topic, 1, 0, 10);

        assertThat(succeed("consume", topic, "--group", "goes-on", "--max", "4"))
                .containsExactly("0", "1", "2", "3");
        assertThat(succeed("consume", topic, "--group", "goes-on", "--exit-at-end", "--protocol", "classic"))
                .containsExactly("4", "5", "6", "7", "8", "9");
        assertThat(succeed("group", "describe", "goes-on"))
                .anySatisfy(line -> assertThat(line).matches("goes-on +0 +10 +10 +0 +- +- +nothing to read"));
    }

    @Test
    void describingSaysWhyAPartitionDoesNotAdvance() throws Exception {
        String topic = BROKER.topic("stuck", 2);
        BROKER.produce(topic, 2, 0, 10);
        succeed("consume", topic, "--group", "stuck", "--max", "1");

        assertThat(succeed("group", "describe", "stuck"))
                .anySatisfy(line -> assertThat(line).containsPattern("stuck +[01] +1 +5 +4 +\\d.*no member has it"));

        succeed("group", "reset-offsets", "stuck", "--topic", topic, "--to", "latest", "--execute");
        try (TransactionalProducer producer =
                BROKER.client().transactionalProducer(ProducerConfig.DEFAULT, TransactionConfig.of("stuck-id"))) {
            CoordinatingBroker.get(producer.init());
            CoordinatingBroker.get(producer.begin());
            CoordinatingBroker.get(
                    producer.send(ProducerRecord.of(topic, null, bytes("10")).withPartition(0)));
            try (RunningMember member =
                    new RunningMember(BROKER.client(), GroupConfig.of("stuck"), Subscription.to(topic))) {
                while (member.assignment().size() < 2) {
                    Thread.onSpinWait();
                }
                assertThat(succeed("group", "describe", "stuck", "--observe", "0"))
                        .anySatisfy(line -> assertThat(line).containsPattern("stuck +1 +5 +5 +0 .*nothing to read"));
                assertThat(succeed("transaction", "abort", topic))
                        .anySatisfy(line -> assertThat(line).containsPattern("stuck +0 +5 .*stuck-id +going on"));
            }
            assertThat(succeed("transaction", "list", "--state", "ongoing"))
                    .anySatisfy(line -> assertThat(line).startsWith("stuck-id"));
            assertThat(succeed("transaction", "describe", "stuck-id", "--json"))
                    .singleElement()
                    .asString()
                    .contains("\"state\":\"Ongoing\"")
                    .contains("{\"topic\":\"stuck\",\"partition\":0}");
        }
    }

    @Test
    void offsetsAreResetOnlyOnRequestAndOnlyOfAGroupWithoutMembers() throws Exception {
        String topic = BROKER.topic("reset", 1);
        BROKER.produce(topic, 1, 0, 10);
        succeed("consume", topic, "--group", "reset", "--exit-at-end");

        assertThat(succeed("group", "reset-offsets", "reset", "--shift-by", "-3"))
                .contains("nothing was changed: add --execute to do it")
                .anySatisfy(line -> assertThat(line).matches("reset +0 +10 +7"));
        assertThat(succeed("group", "reset-offsets", "reset", "--to", "earliest", "--json"))
                .containsExactly("{\"topic\":\"reset\",\"partition\":0,\"committed\":10,\"new\":0,\"executed\":false}");
        succeed("group", "reset-offsets", "reset", "--shift-by", "-3", "--execute");
        assertThat(succeed("consume", topic, "--group", "reset", "--exit-at-end"))
                .containsExactly("7", "8", "9");
        succeed("group", "reset-offsets", "reset", "--to", "99", "--execute");
        assertThat(succeed("group", "describe", "reset"))
                .anySatisfy(line -> assertThat(line).matches("reset +0 +10 +10 +0 .*"));

        try (RunningMember member =
                new RunningMember(BROKER.client(), GroupConfig.of("reset"), Subscription.to(topic))) {
            while (member.assignment().isEmpty()) {
                Thread.onSpinWait();
            }
            assertThat(fail("group", "reset-offsets", "reset", "--to", "earliest", "--execute"))
                    .contains("1 member")
                    .contains("stop them first");
            assertThat(fail("group", "delete", "reset")).contains("NON_EMPTY_GROUP");
        }
        assertThat(succeed("group", "list")).anySatisfy(line -> assertThat(line).startsWith("reset "));
        succeed("group", "delete", "reset");
        succeed("group", "delete", "reset", "--if-exists");
        assertThat(fail("group", "describe", "reset")).contains("naru group list");
    }

    @Test
    void allLinesOfATransactionAreSeenOrNone() throws Exception {
        String topic = BROKER.topic("all-or-none", 1);

        assertThat(run(bytes("1\n2\n"), "produce", topic, "--transactional-id", "all"))
                .isZero();

        assertThat(succeed("consume", topic, "--read-committed", "--max", "2")).containsExactly("1", "2");
        assertThat(run(bytes("1\n"), "produce", "not-there", "--transactional-id", "none", "--timeout", "3"))
                .isEqualTo(1);
    }

    private List<String> succeed(String... words) {
        int status = run(new byte[0], words);
        assertThat(status).as("%s", err).isZero();
        return out.toString(StandardCharsets.UTF_8).lines().toList();
    }

    private String fail(String... words) {
        assertThat(run(new byte[0], words)).isEqualTo(1);
        String complaint = err.toString(StandardCharsets.UTF_8);
        assertThat(complaint.lines()).hasSize(1);
        return complaint;
    }

    private int run(byte[] input, String... words) {
        out.reset();
        err.reset();
        List<String> all = new ArrayList<>(List.of(words));
        all.addAll(List.of("--bootstrap", BROKER.address()));
        return NaruCommand.run(
                all.toArray(String[]::new),
                new ByteArrayInputStream(input),
                out,
                new PrintStream(err, true, StandardCharsets.UTF_8));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
