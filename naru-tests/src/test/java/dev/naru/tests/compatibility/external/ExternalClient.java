package dev.naru.tests.compatibility.external;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A client that is no part of this build: installed by {@code .ci/run} on Debian, and by whoever wants to run these tests elsewhere.
 *
 * <p>Where {@code CI=true} a missing one fails the test; elsewhere the test is skipped and says how to install it.
 */
public enum ExternalClient {
    KCAT("kcat", "apt-get install kcat", List.of("kcat", "-V")),
    KAFKA_PYTHON("python3-kafka", "apt-get install python3-kafka", python("import kafka, lz4, snappy, zstandard")),
    CONFLUENT_PYTHON(
            "python3-confluent-kafka", "apt-get install python3-confluent-kafka", python("import confluent_kafka")),
    KAFKAJS("kafkajs", "npm ci in naru-tests/src/test/js", List.of("node", script("js/direct.js"))),
    RSYSLOG(
            "rsyslog omkafka",
            "apt-get install rsyslog-kafka",
            List.of("sh", "-c", "rsyslogd -v && ls /usr/lib/*/rsyslog/omkafka.so"));

    private final String title;
    private final String installation;
    private final List<String> check;

    ExternalClient(String title, String installation, List<String> check) {
        this.title = title;
        this.installation = installation;
        this.check = check;
    }

    /** The name under which it appears in the table of versions. */
    public String title() {
        return title;
    }

    /** Skips the test, or fails it in CI, if the client is not installed. */
    public void require() throws InterruptedException {
        assumeThat(isThere())
                .as("%s is not installed (%s)", title, installation)
                .isTrue();
    }

    /** Whether it is installed; in CI it has to be. */
    public boolean isThere() throws InterruptedException {
        boolean installed = isInstalled();
        if ("true".equals(System.getenv("CI"))) {
            assertThat(installed)
                    .as("%s is installed (%s)", title, installation)
                    .isTrue();
        }
        return installed;
    }

    private boolean isInstalled() throws InterruptedException {
        if (this == KAFKAJS && !Files.isDirectory(sources().resolve("js/node_modules/kafkajs"))) {
            return false;
        }
        try {
            Program.run(check, new byte[0]);
            return true;
        } catch (IOException | AssertionError missing) {
            return false;
        }
    }

    /** Debian's packages belong to Debian's Python, whichever else stands first on the path. */
    public static String debianPython() {
        return "/usr/bin/python3";
    }

    /** A script under src/test. */
    public static String script(String name) {
        return sources().resolve(name).toString();
    }

    private static Path sources() {
        return Path.of(System.getProperty("naru.root", ".")).toAbsolutePath().resolve("naru-tests/src/test");
    }

    private static List<String> python(String imports) {
        return List.of(debianPython(), "-c", imports);
    }
}
