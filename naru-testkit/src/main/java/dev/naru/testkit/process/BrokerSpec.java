package dev.naru.testkit.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Where and how one broker runs.
 *
 * @param home the broker's own directory: data, configuration and output live under it
 * @param port what it listens on, always on the loopback
 * @param advertisedPort what it tells clients to connect to; differs from {@code port} when a recorder stands in front
 * @param settings Kafka's property names
 * @param jvmOptions for the broker's JVM
 */
public record BrokerSpec(
        Path home, int port, int advertisedPort, Map<String, String> settings, List<String> jvmOptions) {
    public BrokerSpec {
        settings = Map.copyOf(new TreeMap<>(settings));
        jvmOptions = List.copyOf(jvmOptions);
    }

    /** A small broker on a free port, in a directory of its own under {@code parent}. */
    public static BrokerSpec small(Path parent) throws IOException {
        Files.createDirectories(parent);
        int port = Ports.free();
        List<String> jvm = List.of(
                "-Xmx384m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                // Every buffer is watched; one that is lost is a line in the broker's log, and the tests look for it.
                "-Dio.netty.leakDetection.level=paranoid");
        return new BrokerSpec(Files.createTempDirectory(parent, "broker-"), port, port, Map.of(), jvm);
    }

    public BrokerSpec with(String key, String value) {
        Map<String, String> more = new TreeMap<>(settings);
        more.put(key, value);
        return new BrokerSpec(home, port, advertisedPort, more, jvmOptions);
    }

    public BrokerSpec advertising(int otherPort) {
        return new BrokerSpec(home, port, otherPort, settings, jvmOptions);
    }

    public BrokerSpec withJvm(String... options) {
        return new BrokerSpec(home, port, advertisedPort, settings, List.of(options));
    }

    /** The log directory. */
    public Path data() {
        return home.resolve("data");
    }
}
