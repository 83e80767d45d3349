package dev.naru.testkit.process;

import java.io.IOException;
import java.util.List;

/**
 * A broker that can be started as a process: Naru, or Apache Kafka for comparison. Settings are Kafka's property names in both.
 *
 * <p>Threading: used by one thread at a time.
 */
public interface BrokerProgram {
    /** The name of the system property that points the process tests at one broker or the other. */
    String PROPERTY = "naru.tests.broker";

    /** Shown in tables and logs. */
    String name();

    /** What has to be on disk before the first start, such as a formatted directory. */
    void prepare(BrokerSpec spec) throws IOException, InterruptedException;

    /** The command line; the process it starts is the broker itself, so that its id can be killed and measured. */
    List<String> command(BrokerSpec spec);

    /** Naru, unless {@code -Dnaru.tests.broker=kafka} asks for the reference. */
    static BrokerProgram chosen() {
        String name = System.getProperty(PROPERTY, "naru");
        return switch (name) {
            case "naru" -> NaruProgram.fromTestClassPath();
            case "kafka" -> KafkaProgram.fromReference();
            default -> throw new IllegalArgumentException(PROPERTY + " is naru or kafka, not " + name);
        };
    }
}
