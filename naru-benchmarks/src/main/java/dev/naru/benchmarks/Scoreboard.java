package dev.naru.benchmarks;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What was measured, of both brokers, run after run; the table shows medians and their ratio.
 *
 * <p>Threading: the main thread.
 */
final class Scoreboard {
    private static final String LINE = "| %-42s | %9s | %9s | %7s | %9s | %9s | %8s |%n";

    private final Map<Row, List<Double>> kafka = new EnumMap<>(Row.class);
    private final Map<Row, List<Double>> naru = new EnumMap<>(Row.class);

    void add(Contestant contestant, Map<Row, Double> measured) {
        Map<Row, List<Double>> side = contestant == Contestant.KAFKA ? kafka : naru;
        measured.forEach((row, value) ->
                side.computeIfAbsent(row, first -> new ArrayList<>()).add(value));
    }

    /** A Markdown table, with every single figure below it. */
    String table() {
        StringBuilder table = new StringBuilder();
        table.append(String.format(
                Locale.ROOT, LINE, "one broker, medians", "Kafka", "Naru", "Naru/K", "must", "aim", "K at set"));
        table.append(String.format(Locale.ROOT, LINE, "---", "---:", "---:", "---:", "---:", "---:", "---:"));
        for (Row row : Row.values()) {
            double ofKafka = median(kafka.getOrDefault(row, List.of()));
            double ofNaru = median(naru.getOrDefault(row, List.of()));
            if (!Double.isNaN(ofKafka) || !Double.isNaN(ofNaru)) {
                table.append(String.format(
                        Locale.ROOT,
                        LINE,
                        row.title(),
                        figure(ofKafka),
                        figure(ofNaru),
                        figure(ofNaru / ofKafka),
                        row.must(),
                        row.aim(),
                        figure(row.kafkaWhenSet())));
            }
        }
        table.append("\nAll runs:\n");
        for (Row row : Row.values()) {
            if (kafka.containsKey(row) || naru.containsKey(row)) {
                table.append(String.format(
                        Locale.ROOT,
                        "  %s: Kafka %s, Naru %s%n",
                        row.title(),
                        figures(kafka.getOrDefault(row, List.of())),
                        figures(naru.getOrDefault(row, List.of()))));
            }
        }
        return table.toString();
    }

    private static List<String> figures(List<Double> values) {
        return values.stream().map(Scoreboard::figure).toList();
    }

    private static double median(List<Double> values) {
        if (values.isEmpty()) {
            return Double.NaN;
        }
        List<Double> sorted = new ArrayList<>(values);
        Collections.sort(sorted);
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }

    private static String figure(double value) {
        if (Double.isNaN(value)) {
            return "-";
        }
        return String.format(Locale.ROOT, Math.abs(value) >= 100 ? "%.0f" : "%.2f", value);
    }
}
