package dev.naru.broker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.naru.broker.config.BrokerConfig;
import dev.naru.common.Payload;
import dev.naru.common.Uuid;
import dev.naru.common.config.ConfigException;
import dev.naru.common.net.Connection;
import dev.naru.common.net.ConnectionHandler;
import dev.naru.common.net.Frame;
import dev.naru.controller.ControllerOutcome;
import dev.naru.controller.CreateTopics;
import dev.naru.controller.Decision;
import dev.naru.controller.NewTopic;
import dev.naru.controller.Result;
import dev.naru.network.Listener;
import dev.naru.protocol.ApiRequest;
import dev.naru.protocol.ApiResponse;
import dev.naru.protocol.MessageReader;
import dev.naru.protocol.PersistedRecord;
import dev.naru.protocol.RequestFrame;
import dev.naru.protocol.ResponseFrame;
import dev.naru.testkit.SimulatedDisk;
import dev.naru.testkit.SimulatedNetwork;
import dev.naru.testkit.SimulatedProcess;
import dev.naru.testkit.Simulation;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** A whole broker in a simulation, and clients that speak to it in frames. Threading: the simulation's thread. */
final class SimulatedBroker implements BrokerWatcher {
    final Simulation simulation;
    final SimulatedNetwork network;
    private final SimulatedProcess process;
    private final SimulatedProcess clients;
    private final Broker broker;
    private boolean ready;
    private boolean failureIsExpected;

    SimulatedBroker(long seed, Map<String, String> settings) {
        simulation = new Simulation(seed);
        network = new SimulatedNetwork(simulation);
        process = new SimulatedProcess(network, "broker", 3, new SimulatedDisk(simulation.random()));
        clients = new SimulatedProcess(network, "clients", 1, new SimulatedDisk(simulation.random()));
        Map<String, String> all = new HashMap<>(settings);
        all.putIfAbsent("log.dirs", "/data");
        all.putIfAbsent("listeners", "PLAINTEXT://broker:9092");
        try {
            broker = new Broker(
                    BrokerConfig.of(all),
                    new BrokerPorts(
                            process.clock(),
                            process.loops(),
                            process.ioPool(),
                            process.disk(),
                            process.network(),
                            new SplittableRandom(seed)),
                    this);
            broker.start();
        } catch (ConfigException | IOException e) {
            throw new IllegalStateException(e);
        }
        simulation.runUntil(() -> ready, 10_000);
    }

    @Override
    public void onReady(List<Listener> advertised) {
        ready = true;
    }

    @Override
    public void onFailed(Throwable cause) {
        if (!failureIsExpected) {
            throw new AssertionError("the broker failed", cause);
        }
    }

    /** From now on the broker may find that it cannot go on. */
    void failuresAreExpected() {
        failureIsExpected = true;
    }

    SimulatedDisk disk() {
        return process.disk();
    }

    void stop() {
        boolean[] stopped = new boolean[1];
        broker.stop(() -> stopped[0] = true);
        simulation.runUntil(() -> stopped[0], 10_000);
    }

    /** Makes a topic and waits until requests can see it; its id. */
    Uuid createTopic(String name, int partitions, Map<String, String> settings) {
        AtomicReference<Uuid> id = new AtomicReference<>();
        Map<String, @Nullable String> nullable = new HashMap<>(settings);
        NewTopic topic = new NewTopic(name, partitions, 1, new TreeMap<>(), nullable);
        broker.controller().submit(new CreateTopics(List.of(topic), false), outcome -> id.set(idIn(outcome)));
        simulation.runUntil(() -> id.get() != null, 10_000);
        simulation.runFor(1_000);
        return id.get();
    }

    /** Has the controller write these records, and waits until requests can see what follows from them. */
    void decide(PersistedRecord... records) {
        boolean[] done = new boolean[1];
        broker.controller().submit((image, context) -> new Decision<>(List.of(records), true), outcome -> {
            assertThat(outcome).isInstanceOf(ControllerOutcome.Done.class);
            done[0] = true;
        });
        simulation.runUntil(() -> done[0], 10_000);
        simulation.runFor(1_000);
    }

    private static Uuid idIn(ControllerOutcome<List<Result<CreateTopics.Created>>> outcome) {
        if (outcome instanceof ControllerOutcome.Done<List<Result<CreateTopics.Created>>> done
                && done.answer().get(0) instanceof Result.Ok<CreateTopics.Created> created) {
            return created.value().id();
        }
        throw new AssertionError("topic was not created: " + outcome);
    }

    Client connect() {
        Client client = new Client();
        clients.network().connect(clients.loops().all().get(0), "broker", 9092, client, cause -> {
            throw new AssertionError(cause);
        });
        simulation.runUntil(() -> client.connection != null, 10_000);
        return client;
    }

    /** One connection; responses come in the order of the requests. */
    final class Client implements ConnectionHandler {
        private final Queue<Sent> sent = new ArrayDeque<>();
        private final List<ApiResponse> responses = new ArrayList<>();
        private @Nullable Connection connection;
        private boolean closed;

        private record Sent(ApiRequest request, short version) {}

        /** Sends it and waits for the answer. */
        <R extends ApiResponse> R call(ApiRequest request, int version, Class<R> type) {
            int before = responses.size();
            assertThat(sent).as("requests without an answer").isEmpty();
            send(request, version);
            simulation.runUntil(() -> responses.size() > before || closed, 60_000);
            assertThat(closed).as("closed").isFalse();
            return type.cast(responses.get(before));
        }

        void send(ApiRequest request, int version) {
            sent.add(new Sent(request, (short) version));
            sendUnanswered(request, version);
        }

        void sendUnanswered(ApiRequest request, int version) {
            Connection open = Objects.requireNonNull(connection);
            List<Payload> parts = RequestFrame.encode(request, (short) version, sent.size(), "test");
            open.loop().execute(() -> open.send(parts));
        }

        void close() {
            Connection open = Objects.requireNonNull(connection);
            open.loop().execute(open::close);
        }

        List<ApiResponse> responses() {
            return responses;
        }

        boolean isClosed() {
            return closed;
        }

        @Override
        public void onOpened(Connection opened) {
            connection = opened;
        }

        @Override
        public void onFrame(Frame frame) {
            ByteBuffer copy = ByteBuffer.allocate(frame.buffer().remaining());
            copy.put(frame.buffer().duplicate()).flip();
            frame.release();
            Sent request = sent.remove();
            responses.add(ResponseFrame.read(request.request().apiKey(), request.version(), new MessageReader(copy)));
        }

        @Override
        public void onClosed(@Nullable Throwable cause) {
            closed = true;
        }
    }
}
