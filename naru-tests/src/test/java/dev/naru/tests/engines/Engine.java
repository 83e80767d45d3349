package dev.naru.tests.engines;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A stream processor of naru-engines: its program, and what its JVM must be told. */
enum Engine {
    STREAMS("streams", "dev.naru.engines.streams.WordCount", List.of("-Xmx384m", "-XX:+UseSerialGC")),
    FLINK(
            "flink",
            "dev.naru.engines.flink.Copy",
            List.of(
                    "-Xmx768m",
                    "-XX:+UseSerialGC",
                    "--add-opens=java.base/java.util=ALL-UNNAMED",
                    "--add-opens=java.base/java.lang=ALL-UNNAMED")),
    SPARK(
            "spark",
            "dev.naru.engines.spark.WordCount",
            List.of(
                    "-Xmx900m",
                    "-XX:+UseSerialGC",
                    "--add-opens=java.base/java.lang=ALL-UNNAMED",
                    "--add-opens=java.base/java.lang.invoke=ALL-UNNAMED",
                    "--add-opens=java.base/java.lang.reflect=ALL-UNNAMED",
                    "--add-opens=java.base/java.io=ALL-UNNAMED",
                    "--add-opens=java.base/java.net=ALL-UNNAMED",
                    "--add-opens=java.base/java.nio=ALL-UNNAMED",
                    "--add-opens=java.base/java.util=ALL-UNNAMED",
                    "--add-opens=java.base/java.util.concurrent=ALL-UNNAMED",
                    "--add-opens=java.base/java.util.concurrent.atomic=ALL-UNNAMED",
                    "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED",
                    "--add-opens=java.base/sun.nio.cs=ALL-UNNAMED",
                    "--add-opens=java.base/sun.security.action=ALL-UNNAMED",
                    "--add-opens=java.base/sun.util.calendar=ALL-UNNAMED")),
    CONNECT("connect", "org.apache.kafka.connect.cli.ConnectDistributed", List.of("-Xmx384m", "-XX:+UseSerialGC"));

    private final String module;
    private final String mainClass;
    private final List<String> jvmOptions;

    Engine(String module, String mainClass, List<String> jvmOptions) {
        this.module = module;
        this.mainClass = mainClass;
        this.jvmOptions = jvmOptions;
    }

    /** The command line that runs its program. */
    List<String> command(List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(jvmOptions);
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-cp", classPath(), mainClass));
        command.addAll(arguments);
        return command;
    }

    /** Where its jars are. */
    Path jars() throws IOException {
        Path jars = target().resolve("lib");
        if (!Files.isDirectory(jars)) {
            throw new IllegalStateException("no jars in " + jars + "; build with -Pengines");
        }
        return jars;
    }

    private String classPath() throws IOException {
        return target().resolve("classes") + File.pathSeparator + jars().resolve("*");
    }

    private Path target() throws IOException {
        return Path.of(System.getProperty("naru.root", "."))
                .toRealPath()
                .resolve("naru-engines")
                .resolve(module)
                .resolve("target");
    }
}
