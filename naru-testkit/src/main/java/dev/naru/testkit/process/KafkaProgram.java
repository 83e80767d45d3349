package dev.naru.testkit.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * Apache Kafka, one node that is broker and controller, from the jars that naru-reference gathers.
 *
 * <p>Its log4j configuration can write every request and response as a line of JSON: {@code -Dnaru.tests.kafka.requests=true}
 * leaves them in {@code requests.log} of the broker's directory, which answers "what does Kafka say here?".
 *
 * <p>Threading: immutable.
 */
public final class KafkaProgram implements BrokerProgram {
    private static final String CLUSTER_ID = "bmFydS1yZWZlcmVuY2UxMA";
    private static final int FORMAT_TIMEOUT_S = 60;

    private final String classPath;

    public KafkaProgram(Path jars) {
        if (!Files.isDirectory(jars)) {
            throw new IllegalStateException(
                    "no Apache Kafka in " + jars + "; build it first: mvn -pl naru-reference process-test-resources");
        }
        this.classPath = jars.resolve("*").toString();
    }

    /** The jars in this build's target directory. */
    public static KafkaProgram fromReference() {
        return new KafkaProgram(Reference.kafka());
    }

    @Override
    public String name() {
        return "Kafka";
    }

    @Override
    public void prepare(BrokerSpec spec) throws IOException, InterruptedException {
        Map<String, String> all = new TreeMap<>();
        int controllerPort = Ports.free();
        all.put("process.roles", "broker,controller");
        all.put("node.id", "1");
        all.put("controller.quorum.voters", "1@127.0.0.1:" + controllerPort);
        all.put("controller.listener.names", "CONTROLLER");
        all.put("listeners", "PLAINTEXT://127.0.0.1:" + spec.port() + ",CONTROLLER://127.0.0.1:" + controllerPort);
        all.put("advertised.listeners", "PLAINTEXT://127.0.0.1:" + spec.advertisedPort());
        all.put("log.dirs", spec.data().toString());
        all.put("offsets.topic.replication.factor", "1");
        all.put("transaction.state.log.replication.factor", "1");
        all.put("transaction.state.log.min.isr", "1");
        all.putAll(spec.settings());
        List<String> lines = new ArrayList<>();
        all.forEach((key, value) -> lines.add(key + "=" + value));
        Files.write(properties(spec), lines);
        Files.writeString(logging(spec), LOGGING.formatted(requestLevel(), spec.home()));

        List<String> format = new ArrayList<>(List.of(java(), "-Xmx128m", "-XX:TieredStopAtLevel=1"));
        format.addAll(List.of("-cp", classPath, "kafka.tools.StorageTool", "format", "-t", CLUSTER_ID));
        format.addAll(List.of("-c", properties(spec).toString()));
        Path output = spec.home().resolve("format.log");
        Process process = new ProcessBuilder(format)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        if (!process.waitFor(FORMAT_TIMEOUT_S, TimeUnit.SECONDS) || process.exitValue() != 0) {
            process.destroyForcibly();
            throw new IOException("Kafka's directory could not be formatted: " + Files.readString(output));
        }
    }

    @Override
    public List<String> command(BrokerSpec spec) {
        List<String> command = new ArrayList<>();
        command.add(java());
        command.addAll(spec.jvmOptions());
        command.add("-Dlog4j2.configurationFile=" + logging(spec));
        command.addAll(List.of("-cp", classPath, "kafka.Kafka", properties(spec).toString()));
        return command;
    }

    private static Path properties(BrokerSpec spec) {
        return spec.home().resolve("server.properties");
    }

    private static Path logging(BrokerSpec spec) {
        return spec.home().resolve("log4j2.properties");
    }

    private static String requestLevel() {
        return Boolean.getBoolean("naru.tests.kafka.requests") ? "DEBUG" : "WARN";
    }

    static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    /** The jars and clients gathered by naru-reference. */
    public static final class Reference {
        private Reference() {}

        /** Apache Kafka's broker. */
        public static Path kafka() {
            return target().resolve("kafka");
        }

        /** Its tools, which are published up to an older version; on a class path they come before the broker's jars. */
        public static Path tools() {
            return target().resolve("tools");
        }

        /** One directory per version of the Java client. */
        public static Path clients() {
            return target().resolve("clients");
        }

        private static Path target() {
            String root = System.getProperty("naru.root", ".");
            try {
                return Path.of(root).toRealPath().resolve("naru-reference").resolve("target");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static final String LOGGING = """
            appender.console.type=Console
            appender.console.name=console
            appender.console.layout.type=PatternLayout
            appender.console.layout.pattern=%%d %%p %%c{1} %%m%%n
            appender.requests.type=File
            appender.requests.name=requests
            appender.requests.createOnDemand=true
            appender.requests.layout.type=PatternLayout
            appender.requests.layout.pattern=%%m%%n
            logger.requests.name=kafka.request.logger
            logger.requests.level=%s
            logger.requests.additivity=false
            logger.requests.appenderRef.requests.ref=requests
            appender.requests.fileName=%s/requests.log
            rootLogger.level=INFO
            rootLogger.appenderRef.console.ref=console
            """;
}
