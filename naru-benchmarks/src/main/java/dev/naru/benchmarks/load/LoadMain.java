package dev.naru.benchmarks.load;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/**
 * Runs one load: {@code LoadMain name key=value...}.
 *
 * <p>Every load warms itself and the broker up before it measures, and reads the broker's CPU time at the moments its own measuring
 * begins and ends. The only thing it prints on standard output is {@code key value} lines.
 *
 * <p>Threading: the main thread.
 */
public final class LoadMain {
    private LoadMain() {}

    public static void main(String[] arguments) throws Exception {
        if (arguments.length == 0) {
            throw new IllegalArgumentException("which load?");
        }
        LoadOptions options = LoadOptions.parse(Arrays.copyOfRange(arguments, 1, arguments.length));
        Map<String, Double> measured = new TreeMap<>(
                switch (arguments[0]) {
                    case "produce" -> new ProduceLoad(options).run();
                    case "consume" -> new ConsumeLoad(options).run();
                    case "latency" -> new LatencyLoad(options).run();
                    case "roundtrip" -> new RoundTripLoad(options).run();
                    case "connections" -> new ConnectionsLoad(options).run();
                    case "groups" -> new GroupsLoad(options).run();
                    case "transactions" -> new TransactionsLoad(options).run();
                    case "exactly-once" -> new ExactlyOnceLoad(options).run();
                    default -> throw new IllegalArgumentException("there is no load " + arguments[0]);
                });
        measured.forEach((key, value) -> System.out.println(key + " " + value));
    }
}
