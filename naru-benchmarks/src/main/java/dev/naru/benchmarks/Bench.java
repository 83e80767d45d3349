package dev.naru.benchmarks;

import dev.naru.testkit.process.BrokerProcess;
import dev.naru.testkit.process.BrokerSpec;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;

/**
 * One broker of one contestant in a directory of its own, and the loads a section lets loose on it. Closing it ends the process and
 * deletes the directory.
 *
 * <p>Threading: the main thread.
 */
final class Bench implements AutoCloseable {
    private static final int LOAD_TIMEOUT_S = 600;
    private static final int TOPICS_PER_REQUEST = 100;

    private final Contestant contestant;
    private final BrokerSpec spec;
    private final BrokerProcess broker;

    private Bench(Contestant contestant, BrokerSpec spec, BrokerProcess broker) {
        this.contestant = contestant;
        this.spec = spec;
        this.broker = broker;
    }

    static Bench open(Contestant contestant, Path directory) throws IOException, InterruptedException {
        BrokerSpec spec = contestant.spec(directory);
        try {
            return new Bench(contestant, spec, BrokerProcess.start(contestant.program(), spec));
        } catch (IOException | InterruptedException | RuntimeException e) {
            delete(spec.home());
            throw e;
        }
    }

    Contestant contestant() {
        return contestant;
    }

    BrokerProcess broker() {
        return broker;
    }

    void createTopic(String topic, int partitions, Map<String, String> configs) throws Exception {
        createTopics(List.of(topic), partitions, configs);
    }

    void createTopics(List<String> topics, int partitions, Map<String, String> configs) throws Exception {
        try (Admin admin = Admin.create(clientConfigs())) {
            for (int from = 0; from < topics.size(); from += TOPICS_PER_REQUEST) {
                List<NewTopic> some = topics.subList(from, Math.min(topics.size(), from + TOPICS_PER_REQUEST)).stream()
                        .map(topic -> new NewTopic(topic, partitions, (short) 1).configs(configs))
                        .toList();
                admin.createTopics(some).all().get();
            }
        }
    }

    Properties clientConfigs() {
        Properties configs = new Properties();
        configs.put("bootstrap.servers", broker.address());
        return configs;
    }

    /** Runs a load in a process of its own and returns what it printed. */
    Map<String, Double> load(String name, Map<String, Object> options) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xms512m", "-Xmx512m", "-XX:+UseParallelGC", "-cp"));
        command.add(System.getProperty("java.class.path", ""));
        command.addAll(List.of("dev.naru.benchmarks.load.LoadMain", name));
        command.add("bootstrap=" + broker.address());
        command.add("port=" + spec.port());
        command.add("pid=" + broker.pid());
        options.forEach((key, value) -> command.add(key + "=" + value));
        Path errors = spec.home().resolve("load.err");
        Process process =
                new ProcessBuilder(command).redirectError(errors.toFile()).start();
        try {
            Map<String, Double> measured = read(process);
            if (!process.waitFor(LOAD_TIMEOUT_S, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new IOException(
                        "the load " + name + " on " + contestant + " failed: " + Files.readString(errors));
            }
            return measured;
        } finally {
            process.destroyForcibly();
        }
    }

    private static Map<String, Double> read(Process process) throws IOException {
        Map<String, Double> measured = new HashMap<>();
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                int space = line.indexOf(' ');
                measured.put(line.substring(0, space), Double.valueOf(line.substring(space + 1)));
            }
        }
        return measured;
    }

    @Override
    public void close() throws IOException {
        try {
            broker.kill();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            delete(spec.home());
        }
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
