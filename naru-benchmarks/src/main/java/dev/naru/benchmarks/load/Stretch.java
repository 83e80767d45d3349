package dev.naru.benchmarks.load;

import dev.naru.testkit.process.ProcessUsage;
import java.io.IOException;
import java.util.Map;

/**
 * A stretch of time in which a broker is measured: how long it was and what CPU time the broker spent in it.
 *
 * <p>Threading: one thread.
 */
final class Stretch {
    private static final double BYTES_PER_MIB = 1 << 20;
    private static final double BYTES_PER_GIB = 1 << 30;

    private final long pid;
    private final long startNs;
    private final double startCpuS;

    private Stretch(long pid, long startNs, double startCpuS) {
        this.pid = pid;
        this.startNs = startNs;
        this.startCpuS = startCpuS;
    }

    static Stretch begin(long pid) throws IOException {
        return new Stretch(pid, System.nanoTime(), ProcessUsage.of(pid).cpuS());
    }

    /** What it came to, for so many bytes of uncompressed values. */
    Map<String, Double> end(long bytes) throws IOException {
        double seconds = (System.nanoTime() - startNs) / 1e9;
        ProcessUsage usage = ProcessUsage.of(pid);
        return Map.of(
                "mibPerS", bytes / BYTES_PER_MIB / seconds,
                "cpuSPerGib", (usage.cpuS() - startCpuS) / (bytes / BYTES_PER_GIB),
                "rssMib", usage.rssBytes() / BYTES_PER_MIB);
    }
}
