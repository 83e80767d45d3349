package dev.naru.network;

import dev.naru.common.BufferPayload;
import dev.naru.common.Payload;
import dev.naru.common.runtime.EventLoop;
import dev.naru.testkit.SimulatedDisk;
import dev.naru.testkit.SimulatedNetwork;
import dev.naru.testkit.SimulatedProcess;
import dev.naru.testkit.Simulation;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/** A {@link RequestServer} and a process to connect from, both in one simulation. */
final class SimulatedServer {
    static final int PORT = 9092;
    private static final Listener LISTENER = new Listener("PLAINTEXT", SecurityProtocol.PLAINTEXT, "server", PORT);

    final Simulation simulation;
    final SimulatedNetwork network;
    final SimulatedProcess serverProcess;
    final SimulatedProcess clientProcess;
    final RequestServer server;

    SimulatedServer(long seed, ConnectionLimits limits, ConnectionQuota quota, RequestHandler handler) {
        simulation = new Simulation(seed);
        network = new SimulatedNetwork(simulation);
        serverProcess = new SimulatedProcess(network, "server", 2, new SimulatedDisk(simulation.random()));
        clientProcess = new SimulatedProcess(network, "client", 1, new SimulatedDisk(simulation.random()));
        server = new RequestServer(handler, limits, quota);
        try {
            server.listen(serverProcess.network(), LISTENER);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The loop clients run on. */
    EventLoop clientLoop() {
        return clientProcess.loops().all().get(0);
    }

    /** Connects and waits until it is open or has been refused. */
    TestClient connect(int inFlightMax) {
        TestClient client = new TestClient();
        ClientConnection.open(clientProcess.network(), clientLoop(), "server", PORT, inFlightMax, client);
        simulation.runUntil(() -> client.connection != null || client.failure != null, 20_000);
        simulation.runFor(20);
        return client;
    }

    /** Runs {@code action} on the clients' loop, and whatever follows within a millisecond. */
    void onClientLoop(Runnable action) {
        clientLoop().execute(action);
        simulation.runFor(40);
    }

    /** A request or response: the correlation id, a number, and filling. */
    static List<Payload> message(int correlationId, int number, int fillingBytes) {
        ByteBuffer buffer = ByteBuffer.allocate(2 * Integer.BYTES + fillingBytes);
        return List.of(
                new BufferPayload(buffer.putInt(correlationId).putInt(number).rewind()));
    }

    /** The response that carries back what a request said. */
    static List<Payload> answerTo(InboundRequest request) {
        ByteBuffer buffer = request.buffer();
        return message(buffer.getInt(0), buffer.getInt(Integer.BYTES), 0);
    }
}
