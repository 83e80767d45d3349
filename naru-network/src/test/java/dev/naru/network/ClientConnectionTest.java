package dev.naru.network;

import static org.assertj.core.api.Assertions.assertThat;

import dev.naru.testkit.Gen;
import dev.naru.testkit.Seeded;
import java.net.ConnectException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The client's side of a connection, on a simulated network. */
class ClientConnectionTest {
    private final List<InboundRequest> arrived = new ArrayList<>();
    private final SimulatedServer server =
            new SimulatedServer(1, ConnectionLimits.DEFAULT, ConnectionQuota.UNLIMITED, arrived::add);

    @Test
    void failsWhatIsSentBeyondTheLimit() {
        TestClient client = server.connect(2);

        server.onClientLoop(() -> IntStream.range(0, 3).forEach(client::send));

        assertThat(client.failed).hasSize(1);
        assertThat(client.connection().canSend()).isFalse();
        assertThat(client.connection().inFlightRequests()).isEqualTo(2);
        answerAll();
        assertThat(client.answered).containsExactly(0, 1);
        assertThat(client.connection().canSend()).isTrue();
    }

    @Test
    void aLateResponseClosesTheConnectionAndFailsEverything() {
        TestClient client = server.connect(10);
        server.onClientLoop(() -> {
            client.send(1, 0, 30_000);
            client.send(2, 0, 5_000);
        });
        server.simulation.runFor(4_000);
        assertThat(client.failed).isEmpty();

        server.simulation.runFor(1_500);

        assertThat(client.failed.get(0))
                .isInstanceOf(RequestTimeoutException.class)
                .hasMessageContaining("5000 ms");
        assertThat(client.failed.get(1)).isInstanceOf(ConnectionClosedException.class);
        assertThat(client.closes).isEqualTo(1);
        answerAll();
        assertThat(client.answered).isEmpty();
    }

    @Test
    void anAnsweredRequestNeverTimesOut() {
        TestClient client = server.connect(10);
        server.onClientLoop(() -> client.send(1, 0, 1_000));
        answerAll();
        server.onClientLoop(() -> client.send(2, 0, 10_000));
        server.simulation.runFor(5_000);
        answerAll();

        assertThat(client.answered).containsExactly(1, 2);
        assertThat(client.closes).isZero();
    }

    @Test
    void closesOnAResponseToNoRequest() {
        TestClient client = server.connect(10);
        server.onClientLoop(() -> client.send(1));
        arrived.get(0).respond(SimulatedServer.message(99, 1, 0));
        server.simulation.runFor(100);

        assertThat(client.answered).isEmpty();
        assertThat(client.failed).hasSize(1);
        assertThat(client.failed.get(0)).hasMessageContaining("response to no request");
        assertThat(client.closes).isEqualTo(1);
        assertThat(server.network.unreleasedFrames()).isZero();
    }

    @Test
    void failsEverythingWhenTheServerDies() {
        TestClient client = server.connect(10);
        server.onClientLoop(() -> IntStream.range(0, 5).forEach(client::send));

        server.serverProcess.kill();
        server.simulation.runUntil(() -> client.closes == 1, 1_000);

        assertThat(client.failed).hasSize(5).allMatch(ConnectionClosedException.class::isInstance);
        server.onClientLoop(() -> client.send(6));
        assertThat(client.failed).hasSize(6);
    }

    @Test
    void saysThatNobodyListens() {
        server.serverProcess.kill();

        assertThat(server.connect(1).failure).isInstanceOf(ConnectException.class);
    }

    @Seeded(count = 50)
    void endsEveryRequestOnceUnderFaults(Gen gen) {
        List<InboundRequest> open = new ArrayList<>();
        SimulatedServer faulty =
                new SimulatedServer(gen.seed(), ConnectionLimits.DEFAULT, ConnectionQuota.UNLIMITED, open::add);
        TestClient client = faulty.connect(500);
        for (int i = 0; i < 300; i++) {
            int number = i;
            faulty.clientLoop().execute(() -> client.send(number, 0, gen.intIn(50, 5_000)));
            if (gen.chance(50) && !open.isEmpty()) {
                InboundRequest request = open.remove(gen.intIn(0, open.size() - 1));
                request.respond(SimulatedServer.answerTo(request));
            }
            if (gen.chance(1)) {
                faulty.network.separate("client", "server");
            } else if (gen.chance(1)) {
                faulty.network.healAll();
            }
            faulty.simulation.runFor(gen.intIn(0, 3));
        }
        faulty.network.healAll();
        faulty.simulation.runFor(20_000);
        open.forEach(InboundRequest::noResponse);
        faulty.simulation.runFor(20_000);

        assertThat(client.answered.size() + client.failed.size()).isEqualTo(300);
        assertThat(client.answered).isSorted();
        assertThat(faulty.network.unreleasedFrames()).isZero();
    }

    private void answerAll() {
        for (InboundRequest request : List.copyOf(arrived)) {
            request.respond(SimulatedServer.answerTo(request));
        }
        arrived.clear();
        server.simulation.runFor(100);
    }
}
