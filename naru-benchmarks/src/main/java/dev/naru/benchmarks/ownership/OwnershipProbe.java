package dev.naru.benchmarks.ownership;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Measures the variants in turn, each in a process of its own: appends of 64 KiB flat out, then 5,000 appends of 1 KiB a second.
 * Arguments: rounds (2), seconds of each measurement (4).
 *
 * <p>Threading: the main thread.
 */
public final class OwnershipProbe {
    private static final int PARTITIONS = 6;
    private static final List<String> VARIANTS = List.of("owned 2", "locked 2", "owned 1");

    private OwnershipProbe() {}

    public static void main(String[] args) throws Exception {
        int rounds = args.length > 0 ? Integer.parseInt(args[0]) : 2;
        int seconds = args.length > 1 ? Integer.parseInt(args[1]) : 4;
        System.out.println("variant, loops | append | MiB/s | server CPU s/GiB | CPU % | p50 us | p99 us | p99.9 us");
        for (int round = 0; round < rounds; round++) {
            for (String variant : VARIANTS) {
                measure(variant, seconds);
            }
        }
    }

    private static void measure(String variant, int seconds) throws Exception {
        Path directory = Files.createTempDirectory("naru-ownership");
        Process server = startServer(variant, directory);
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(server.getInputStream(), StandardCharsets.UTF_8))) {
            String started = lines.readLine();
            if (started == null) {
                throw new IOException("the server did not start");
            }
            int port = Integer.parseInt(started);
            print(variant, "64 KiB", new OwnershipLoad(port, PARTITIONS, 64 * 1024, 5, 0).run(seconds));
            print(variant, "1 KiB", new OwnershipLoad(port, PARTITIONS, 1024, 50, 5_000).run(seconds));
        } finally {
            server.destroyForcibly().waitFor();
            delete(directory);
        }
    }

    private static Process startServer(String variant, Path directory) throws IOException {
        String[] variantAndLoops = variant.split(" ", 2);
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path", ""),
                        OwnershipServer.class.getName(),
                        variantAndLoops[0],
                        variantAndLoops[1],
                        Integer.toString(PARTITIONS),
                        directory.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static void print(String variant, String append, OwnershipLoad.Result result) {
        System.out.printf(
                Locale.ROOT,
                "%s | %s | %.0f | %.2f | %.0f | %.0f | %.0f | %.0f%n",
                variant,
                append,
                result.bytesPerSecond() / (1 << 20),
                result.cpuSecondsPerByte() * (1L << 30),
                result.cpuSecondsPerByte() * result.bytesPerSecond() * 100,
                result.latencyUs(0.5),
                result.latencyUs(0.99),
                result.latencyUs(0.999));
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
