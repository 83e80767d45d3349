package dev.naru.testkit.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What a process has used, as Linux counts it.
 *
 * @param cpuS user and system time together
 * @param rssBytes resident memory
 */
public record ProcessUsage(double cpuS, long rssBytes) {
    private static final double TICKS_PER_S = 100;
    private static final int USER_TICKS_FIELD = 11;
    private static final int SYSTEM_TICKS_FIELD = 12;

    /** As /proc has it; fails when the process is gone. */
    public static ProcessUsage of(long pid) throws IOException {
        Path proc = Path.of("/proc", Long.toString(pid));
        String stat = Files.readString(proc.resolve("stat"));
        // The second field is the program's name in brackets and may hold anything; count from behind it.
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        double ticks = Double.parseDouble(fields[USER_TICKS_FIELD]) + Double.parseDouble(fields[SYSTEM_TICKS_FIELD]);
        return new ProcessUsage(ticks / TICKS_PER_S, rssBytes(proc));
    }

    private static long rssBytes(Path proc) throws IOException {
        for (String line : Files.readAllLines(proc.resolve("status"))) {
            if (line.startsWith("VmRSS:")) {
                return Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024;
            }
        }
        return 0; // gone already, or a kernel thread
    }
}
