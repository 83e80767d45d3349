package dev.naru.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NaruCommandTest {
    /** A port nobody can listen on, so that nothing is sent whatever runs on this machine. */
    private static final String NOWHERE = "127.0.0.1:1";

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void tellsItsVersion() {
        assertThat(run("--version")).isZero();

        assertThat(text(out)).startsWith("naru ").hasLineCount(1);
        assertThat(text(err)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "topic create",
                "topic list",
                "topic describe",
                "topic alter",
                "topic delete",
                "produce",
                "consume",
                "group list",
                "group describe",
                "group delete",
                "group reset-offsets",
                "transaction list",
                "transaction describe",
                "transaction find-hanging",
                "transaction abort",
                "transaction terminate",
                "config describe",
                "config set",
                "config unset",
                "cluster info"
            })
    void everyCommandHasHelpWithAnExample(String command) {
        assertThat(run((command + " --help").split(" "))).isZero();

        assertThat(text(out)).contains("Usage: naru " + command).contains("  naru " + command);
        assertThat(text(err)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "frobnicate",
                "topic",
                "topic create",
                "topic create a b",
                "topic create a --partitions many",
                "topic alter a",
                "topic list --bootstrap nowhere",
                "topic list --timeout 0",
                "produce a --acks 2",
                "produce a --compression rar",
                "produce a --compression gzip:99",
                "produce a --compression snappy:1",
                "produce a --header novalue",
                "consume a --from yesterday",
                "consume a --format %z",
                "consume a --protocol share",
                "group describe",
                "group reset-offsets a",
                "group reset-offsets a --to yesterday",
                "group reset-offsets a --to 1 --shift-by 1",
                "group reset-offsets a --to 1 --topic a:x",
                "group list --state Stabel",
                "group descibe a",
                "transaction abort",
                "transaction list --state done",
                "transaction terminate",
                "config describe",
                "config describe --topic a --broker 1",
                "config set --topic a novalue"
            })
    void badUsageIsOneLineAndStatusTwo(String command) {
        assertThat(run(command.isEmpty() ? new String[0] : command.split(" "))).isEqualTo(2);

        assertThat(text(err).lines().toList()).hasSize(1).first().asString().contains("--help");
        assertThat(text(out)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "topic list",
                "topic create a",
                "topic describe a",
                "consume a",
                "consume a --group g",
                "group list",
                "group describe g",
                "transaction list",
                "transaction find-hanging",
                "transaction abort a",
                "transaction terminate a",
                "config describe --topic a",
                "cluster info"
            })
    void aBrokerThatIsNotThereIsOneLineAndStatusOne(String command) {
        assertThat(run((command + " --bootstrap " + NOWHERE).split(" "))).isEqualTo(1);

        assertThat(text(err).lines().toList())
                .containsExactly(
                        "naru: no broker at " + NOWHERE
                                + ": nobody listens there; start one with ./naru start, or name another with --bootstrap HOST:PORT");
        assertThat(text(out)).isEmpty();
    }

    @Test
    void produceCountsTheLinesThatWereNotAcknowledged() {
        assertThat(run("produce", "orders", "--bootstrap", NOWHERE)).isEqualTo(1);

        assertThat(text(err)).startsWith("naru: ").contains("not acknowledged").contains("./naru start");
    }

    @Test
    void theKeyEndsAtTheFirstSeparator() {
        LineSender sender = new LineSender("orders", -1, List.of(), bytes("::"));

        assertThat(sender.record(bytes("a::b::c")).key()).isEqualTo(bytes("a"));
        assertThat(sender.record(bytes("a::b::c")).value()).isEqualTo(bytes("b::c"));
        assertThat(sender.record(bytes("::b")).key()).isEmpty();
        assertThat(sender.record(bytes("a:b")).key()).isNull();
        assertThat(sender.record(bytes("a:b")).value()).isEqualTo(bytes("a:b"));
    }

    private int run(String... args) {
        Terminal terminal = new Terminal(
                new ByteArrayInputStream(bytes("one\ntwo\nthree")),
                out,
                new PrintStream(err, true, StandardCharsets.UTF_8));
        return NaruCommand.run(args, terminal);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(ByteArrayOutputStream bytes) {
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
