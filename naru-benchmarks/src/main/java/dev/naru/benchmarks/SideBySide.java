package dev.naru.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Starts Apache Kafka and Naru in turn, measures both the same way, and prints the table.
 *
 * <p>The brokers alternate within each section and swap places with every repeat, so that what else the machine does falls on both.
 * A section that fails for one of them is reported and left out; the rest goes on. Every process it started and every file it wrote
 * is gone when it ends.
 *
 * <p>Threading: the main thread.
 */
public final class SideBySide {
    private static final List<Section> SECTIONS = List.of(
            new Section.Produce("produce-1k", 1024, "none", Row.PRODUCE_1K_CPU, Row.PRODUCE_1K_MIB),
            new Section.Produce("produce-100", 100, "none", Row.PRODUCE_100_CPU, Row.PRODUCE_100_MIB),
            new Section.Produce("produce-lz4", 1024, "lz4", Row.PRODUCE_LZ4_CPU, Row.PRODUCE_LZ4_MIB),
            new Section.Consume("consume"),
            new Section.Latency("latency"),
            new Section.RoundTrip("round-trip"),
            new Section.Fsync("fsync"),
            new StartSection("start"),
            new Section.Connections("connections"),
            new Section.Groups("groups-classic", "classic", Row.GROUPS_CLASSIC_CPU, Row.GROUPS_CLASSIC_RSS),
            new Section.Groups("groups-consumer", "consumer", Row.GROUPS_CONSUMER_CPU, Row.GROUPS_CONSUMER_RSS),
            new TransactionsSection("transactions"),
            new PartitionsSection("partitions"));

    private static final String DEFAULT_SECTIONS =
            "produce-1k,produce-100,produce-lz4,consume,latency,round-trip,start,connections,"
                    + "groups-classic,groups-consumer,transactions";

    private static final String USAGE =
            """
            usage: side-by-side [--sections a,b,...] [--repeats N] [--only kafka|naru] [--quick] [--directory DIR]
              sections: %s
              default:  %s
            """.formatted(String.join(",", SECTIONS.stream().map(Section::name).toList()), DEFAULT_SECTIONS);

    private final Options options;
    private final Scoreboard scoreboard = new Scoreboard();

    private SideBySide(Options options) {
        this.options = options;
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        Options options;
        try {
            options = Options.parse(new ArrayList<>(Arrays.asList(arguments)));
        } catch (IllegalArgumentException e) {
            System.err.println("side-by-side: " + e.getMessage());
            System.err.print(USAGE);
            System.exit(2);
            return;
        }
        System.exit(new SideBySide(options).run() ? 0 : 1);
    }

    private boolean run() throws IOException, InterruptedException {
        Path directory = Files.createTempDirectory(options.directory, "naru-benchmarks-");
        boolean allWell = true;
        try {
            for (int repeat = 0; repeat < options.repeats; repeat++) {
                for (Section section : options.sections) {
                    for (Contestant contestant : order(repeat)) {
                        allWell &= measure(section, contestant, directory);
                    }
                }
            }
        } finally {
            Files.delete(directory);
        }
        System.out.println();
        System.out.print(scoreboard.table());
        return allWell;
    }

    private List<Contestant> order(int repeat) {
        List<Contestant> order = new ArrayList<>(options.contestants);
        if (repeat % 2 == 1) {
            Collections.reverse(order);
        }
        return order;
    }

    private boolean measure(Section section, Contestant contestant, Path directory) throws InterruptedException {
        System.out.printf(
                Locale.ROOT, "%-12s %-6s ", section.name(), contestant.program().name());
        try (Bench bench = Bench.open(contestant, directory)) {
            Map<Row, Double> measured = section.measure(bench, options.sizes);
            scoreboard.add(contestant, measured);
            System.out.println(measured);
            return true;
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) {
            System.out.println("failed: " + e.getMessage());
            return false;
        }
    }

    /** What the command line asks for. */
    private record Options(
            List<Section> sections, List<Contestant> contestants, int repeats, Sizes sizes, Path directory) {
        static Options parse(List<String> arguments) {
            Sizes sizes = arguments.remove("--quick") ? Sizes.QUICK : Sizes.FULL;
            List<Section> sections = Arrays.stream(
                            value(arguments, "--sections", DEFAULT_SECTIONS).split(",", -1))
                    .map(Options::section)
                    .toList();
            List<Contestant> contestants = switch (value(arguments, "--only", "both")) {
                case "both" -> List.of(Contestant.values());
                case "kafka" -> List.of(Contestant.KAFKA);
                case "naru" -> List.of(Contestant.NARU);
                default -> throw new IllegalArgumentException("--only is kafka or naru");
            };
            int repeats = Integer.parseInt(value(arguments, "--repeats", "3"));
            Path directory = Path.of(value(arguments, "--directory", System.getProperty("java.io.tmpdir")));
            if (!arguments.isEmpty()) {
                throw new IllegalArgumentException("unknown: " + String.join(" ", arguments));
            }
            return new Options(sections, contestants, repeats, sizes, directory);
        }

        private static String value(List<String> arguments, String option, String otherwise) {
            int index = arguments.indexOf(option);
            if (index < 0) {
                return otherwise;
            }
            if (index + 1 == arguments.size()) {
                throw new IllegalArgumentException(option + " needs a value");
            }
            arguments.remove(index);
            return arguments.remove(index);
        }

        private static Section section(String name) {
            return SECTIONS.stream()
                    .filter(section -> section.name().equals(name))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("there is no section " + name));
        }
    }
}
