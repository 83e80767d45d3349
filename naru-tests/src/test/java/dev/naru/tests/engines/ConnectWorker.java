package dev.naru.tests.engines;

import dev.naru.testkit.process.Ports;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * The configuration of a distributed worker with exactly-once sources, and its REST interface.
 *
 * <p>Threading: the test's thread.
 */
final class ConnectWorker {
    private static final int REST_TIMEOUT_S = 120;

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    private final int port;

    ConnectWorker() throws IOException {
        this.port = Ports.free();
    }

    /** Writes the worker's configuration and returns where. */
    Path configure(String bootstrap, Path directory) throws IOException {
        Map<String, String> worker = new TreeMap<>();
        worker.put("bootstrap.servers", bootstrap);
        worker.put("group.id", "connect");
        worker.put("listeners", "http://127.0.0.1:" + port);
        worker.put("exactly.once.source.support", "enabled");
        worker.put("consumer.isolation.level", "read_committed");
        for (String kind : List.of("config", "offset", "status")) {
            worker.put(kind + ".storage.topic", "connect-" + kind);
            worker.put(kind + ".storage.replication.factor", "1");
        }
        worker.put("offset.storage.partitions", "3");
        worker.put("status.storage.partitions", "1");
        worker.put("offset.flush.interval.ms", "1000");
        worker.put("key.converter", "org.apache.kafka.connect.storage.StringConverter");
        worker.put("value.converter", "org.apache.kafka.connect.storage.StringConverter");
        // A worker that is killed is missed after this long, and its tasks are given away at once.
        worker.put("session.timeout.ms", "6000");
        worker.put("heartbeat.interval.ms", "1000");
        worker.put("scheduled.rebalance.max.delay.ms", "0");
        worker.put("plugin.path", Engine.CONNECT.jars().toString());
        worker.put("plugin.discovery", "service_load");
        Files.createDirectories(directory);
        return Files.write(
                directory.resolve("worker.properties"),
                worker.entrySet().stream()
                        .map(entry -> entry.getKey() + "=" + entry.getValue())
                        .toList());
    }

    /** Creates a connector, or leaves it as it is; asks again while the worker is starting. */
    void put(String name, Map<String, String> connector, EngineProcess engine) throws Exception {
        String json = connector.entrySet().stream()
                .map(entry -> "\"" + entry.getKey() + "\": \"" + entry.getValue() + "\"")
                .collect(Collectors.joining(",", "{", "}"));
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + port + "/connectors/" + name + "/config"))
                .timeout(Duration.ofSeconds(30))
                .header("Content-Type", "application/json")
                .PUT(HttpRequest.BodyPublishers.ofString(json))
                .build();
        long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(REST_TIMEOUT_S);
        String answer;
        do {
            engine.keepRunning();
            answer = send(request);
            if (answer.startsWith("20")) {
                return;
            }
            TimeUnit.MILLISECONDS.sleep(200);
        } while (System.nanoTime() < deadlineNs);
        throw new AssertionError("connector " + name + " was not taken: " + answer + "; " + engine.tail());
    }

    private String send(HttpRequest request) throws InterruptedException {
        try {
            HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
            return response.statusCode() + " " + response.body();
        } catch (IOException notListening) {
            return notListening.toString();
        }
    }
}
