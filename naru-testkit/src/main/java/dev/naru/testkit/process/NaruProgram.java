package dev.naru.testkit.process;

import java.io.File;
import java.util.ArrayList;
import java.util.List;

/**
 * Naru's broker, started from a class path.
 *
 * <p>Threading: immutable.
 */
public final class NaruProgram implements BrokerProgram {
    private final String classPath;

    public NaruProgram(String classPath) {
        this.classPath = classPath;
    }

    /** The classes under test, as they are on the class path of the test that asks. */
    public static NaruProgram fromTestClassPath() {
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path", ""));
        List<String> entries = new ArrayList<>();
        for (String entry : classPath.split(File.pathSeparator, -1)) {
            // Naru runs without a line of Apache Kafka's code, and so it is tested.
            if (!entry.contains("kafka-clients") && !entry.contains("test-classes")) {
                entries.add(entry);
            }
        }
        return new NaruProgram(String.join(File.pathSeparator, entries));
    }

    @Override
    public String name() {
        return "Naru";
    }

    @Override
    public void prepare(BrokerSpec spec) {
        // A data directory is made by the first start.
    }

    @Override
    public List<String> command(BrokerSpec spec) {
        List<String> command = new ArrayList<>();
        command.add(KafkaProgram.java());
        command.addAll(spec.jvmOptions());
        command.addAll(List.of("-cp", classPath, "dev.naru.broker.Main"));
        command.addAll(options(spec));
        return command;
    }

    /** What follows the name of the program: where the broker listens, where its data is, and its settings. */
    public static List<String> options(BrokerSpec spec) {
        List<String> options = new ArrayList<>();
        options.addAll(List.of("--listen", "127.0.0.1:" + spec.port()));
        options.addAll(List.of("--data-dir", spec.data().toString()));
        if (spec.advertisedPort() != spec.port()) {
            options.addAll(List.of("--set", "advertised.listeners=PLAINTEXT://127.0.0.1:" + spec.advertisedPort()));
        }
        spec.settings().forEach((key, value) -> options.addAll(List.of("--set", key + "=" + value)));
        return options;
    }
}
