package dev.naru.tests.reference;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A file of exchanges. Lines that begin with {@code >} are commands, those with {@code #} comments; all others are what Apache Kafka
 * answers. Where Naru differs on purpose, a line {@code ! because …} gives the reason and lines with {@code !} give its answer.
 *
 * <p>Threading: immutable.
 */
record Scenario(List<Exchange> exchanges, List<String> tail) {
    static final String DIFFERENCE = "! ";
    static final String REASON = "! because ";

    static Scenario read(Path file) throws IOException {
        List<Exchange> exchanges = new ArrayList<>();
        List<String> before = new ArrayList<>();
        for (String line : Files.readAllLines(file)) {
            if (line.startsWith(">")) {
                exchanges.add(new Exchange(before, line.substring(1).strip(), new ArrayList<>(), new ArrayList<>()));
                before = new ArrayList<>();
            } else if (line.startsWith("#") || line.isBlank()) {
                before.add(line);
            } else {
                Exchange last = exchanges.get(exchanges.size() - 1);
                (line.startsWith(DIFFERENCE) ? last.difference() : last.answer()).add(line);
            }
        }
        return new Scenario(exchanges, before);
    }

    /** The same commands with other answers of Apache Kafka. */
    Scenario answered(List<List<String>> answers) {
        List<Exchange> answered = new ArrayList<>();
        for (int i = 0; i < exchanges.size(); i++) {
            Exchange old = exchanges.get(i);
            answered.add(new Exchange(old.before(), old.command(), answers.get(i), old.difference()));
        }
        return new Scenario(answered, tail);
    }

    /** What has been played so far, the command that comes next last. */
    String played(List<List<String>> answers) {
        List<Exchange> begun = exchanges.subList(0, answers.size() + 1);
        List<List<String>> withNext = new ArrayList<>(answers);
        withNext.add(List.of());
        return new Scenario(begun, List.of()).answered(withNext).text(false);
    }

    /** The file, with the differences of Naru or as if there were none. */
    String text(boolean withDifferences) {
        List<String> lines = new ArrayList<>();
        for (Exchange exchange : exchanges) {
            lines.addAll(exchange.before());
            lines.add("> " + exchange.command());
            lines.addAll(exchange.answer());
            if (withDifferences) {
                lines.addAll(exchange.difference());
            }
        }
        lines.addAll(tail);
        return String.join("\n", lines) + "\n";
    }

    /** What Naru is expected to answer, in place of Apache Kafka's answers. */
    Scenario asNaru() {
        List<List<String>> answers = new ArrayList<>();
        for (Exchange exchange : exchanges) {
            List<String> own = exchange.difference().stream()
                    .filter(line -> !line.startsWith(REASON))
                    .map(line -> line.substring(DIFFERENCE.length()))
                    .toList();
            answers.add(exchange.difference().isEmpty() ? exchange.answer() : own);
        }
        return answered(answers);
    }
}
