package dev.naru.benchmarks;

import dev.naru.testkit.process.BrokerProgram;
import dev.naru.testkit.process.BrokerSpec;
import dev.naru.testkit.process.KafkaProgram;
import dev.naru.testkit.process.Ports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The two brokers, each with the settings it is shipped with. */
enum Contestant {
    /** A 1 GiB heap and G1, as in kafka-server-start.sh. */
    KAFKA {
        @Override
        BrokerProgram program() {
            return KafkaProgram.fromReference();
        }

        @Override
        BrokerSpec tuned(BrokerSpec spec) {
            return spec.withJvm(
                            "-Xmx1G",
                            "-Xms1G",
                            "-server",
                            "-XX:+UseG1GC",
                            "-XX:MaxGCPauseMillis=20",
                            "-XX:InitiatingHeapOccupancyPercent=35",
                            "-XX:+ExplicitGCInvokesConcurrent",
                            "-Djava.awt.headless=true")
                    // config/server.properties of the distribution, where it differs from the defaults in the code.
                    .with("num.network.threads", "3")
                    .with("num.io.threads", "8")
                    .with("socket.send.buffer.bytes", "102400")
                    .with("socket.receive.buffer.bytes", "102400");
        }
    },

    /** The launcher's own flags. */
    NARU {
        @Override
        BrokerProgram program() {
            return new LauncherProgram(
                    Path.of(System.getProperty("naru.root", ".")).toAbsolutePath());
        }

        @Override
        BrokerSpec tuned(BrokerSpec spec) {
            return spec;
        }
    };

    abstract BrokerProgram program();

    abstract BrokerSpec tuned(BrokerSpec spec);

    /** Where a fresh broker of this kind runs. */
    BrokerSpec spec(Path parent) throws IOException {
        int port = Ports.free();
        Path home = Files.createTempDirectory(parent, program().name() + "-");
        return tuned(new BrokerSpec(home, port, port, Map.of(), List.of()));
    }
}
