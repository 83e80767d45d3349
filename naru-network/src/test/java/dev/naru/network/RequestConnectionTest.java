package dev.naru.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.naru.common.Invariant.BrokenInvariantException;
import dev.naru.common.Payload;
import dev.naru.common.runtime.EventLoop;
import dev.naru.testkit.Gen;
import dev.naru.testkit.Seeded;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The server's side of a connection, on a simulated network. */
class RequestConnectionTest {
    private static final ConnectionLimits LIMITS = new ConnectionLimits(10, 1_000, 2_000, 60_000);

    private final List<InboundRequest> arrived = new ArrayList<>();
    private final List<ConnectionInfo> opened = new ArrayList<>();
    private final List<ConnectionInfo> closed = new ArrayList<>();

    @Seeded(count = 50)
    void answersInTheOrderOfRequestsWhateverOrderTheyAreHandledInAndOnWhateverLoop(Gen gen) {
        SimulatedServer[] running = new SimulatedServer[1];
        running[0] = new SimulatedServer(gen.seed(), ConnectionLimits.DEFAULT, ConnectionQuota.UNLIMITED, request -> {
            EventLoop other = gen.oneOf(running[0].serverProcess.loops().all());
            if (gen.chance(30)) {
                request.respond(SimulatedServer.answerTo(request));
            } else {
                other.schedule(gen.intIn(0, 20), () -> request.respond(SimulatedServer.answerTo(request)));
            }
        });
        List<TestClient> clients =
                IntStream.range(0, 5).mapToObj(i -> running[0].connect(200)).toList();
        List<Integer> numbers = IntStream.range(0, 200).boxed().toList();

        running[0].onClientLoop(() -> numbers.forEach(number -> clients.forEach(client -> client.send(number))));
        running[0].simulation.runUntil(
                () -> clients.stream().allMatch(client -> client.answered.size() == 200), 60_000);

        assertThat(clients).allSatisfy(client -> assertThat(client.answered).isEqualTo(numbers));
        assertThat(running[0].network.unreleasedFrames()).isZero();
    }

    @Test
    void aRequestWithoutAResponseDoesNotHoldUpTheNext() {
        SimulatedServer server = server(request -> {
            if (request.buffer().getInt(Integer.BYTES) < 0) {
                request.noResponse();
            } else {
                request.respond(SimulatedServer.answerTo(request));
            }
        });
        TestClient client = server.connect(10);

        server.onClientLoop(() -> {
            client.send(1);
            client.connection().sendWithoutResponse(id -> SimulatedServer.message(id, -1, 0));
            client.send(2);
        });

        assertThat(client.answered).containsExactly(1, 2);
    }

    @Test
    void tellsARequestThatNobodyIsLeftToAnswer() {
        List<String> told = new ArrayList<>();
        SimulatedServer server = server(request -> {
            arrived.add(request);
            request.whenAbandoned(() -> told.add("request " + arrived.indexOf(request)));
        });
        TestClient client = server.connect(10);
        server.onClientLoop(() -> IntStream.range(0, 3).forEach(client::send));
        server.simulation.runUntil(() -> arrived.size() == 3, 1_000);
        arrived.get(1).respond(SimulatedServer.answerTo(arrived.get(1)));
        assertThat(told).isEmpty();

        server.network.cut("client", "server");
        server.simulation.runFor(1_000);
        assertThat(told).containsExactly("request 0", "request 2");

        arrived.get(0).whenAbandoned(() -> told.add("late"));
        server.simulation.runFor(1_000);
        assertThat(told).endsWith("late");
        arrived.get(0).noResponse();
        arrived.get(2).noResponse();
        server.simulation.runFor(1_000);
        assertThat(server.network.unreleasedFrames()).isZero();
    }

    @Test
    void pausesAtTheLimitOfRequestsInFlightAndResumes() {
        SimulatedServer server = server(arrived::add);
        TestClient client = server.connect(1_000);
        server.onClientLoop(() -> IntStream.range(0, 100).forEach(client::send));
        server.simulation.runFor(1_000);
        int beforeAnswers = arrived.size();
        assertThat(beforeAnswers).isBetween(LIMITS.inFlightRequestsMax(), 99);
        assertThat(server.server.counts().pauses()).isGreaterThan(0);

        for (int i = 0; i < 100; i++) {
            int next = i;
            server.simulation.runUntil(() -> arrived.size() > next, 1_000);
            arrived.get(next).respond(SimulatedServer.answerTo(arrived.get(next)));
        }
        server.simulation.runUntil(() -> client.answered.size() == 100, 5_000);

        assertThat(server.network.unreleasedFrames()).isZero();
    }

    @Test
    void pausesAtTheLimitOfBytesInFlightUntilABufferIsGivenBack() {
        SimulatedServer server = server(arrived::add);
        TestClient client = server.connect(1_000);
        server.onClientLoop(() -> {
            client.send(1, 1_200, TestClient.TIMEOUT_MS);
            server.simulation.after(20, () -> server.clientLoop().execute(() -> client.send(2)));
        });
        server.simulation.runFor(500);
        assertThat(arrived).hasSize(1);

        arrived.get(0).releaseBuffer();
        server.simulation.runUntil(() -> arrived.size() == 2, 1_000);

        arrived.get(1).noResponse();
        arrived.get(0).respond(SimulatedServer.message(0, 1, 0));
        server.simulation.runFor(50);
        assertThat(client.answered).containsExactly(1);
        assertThat(server.network.unreleasedFrames()).isZero();
    }

    @Test
    void pausesWhileTheClientLeavesResponsesUntaken() {
        SimulatedServer server = server(request -> {
            arrived.add(request);
            request.respond(SimulatedServer.message(request.buffer().getInt(0), 0, 1_500));
        });
        TestClient client = server.connect(1_000);
        server.network.separate("client", "server");
        server.network.healAll();
        server.onClientLoop(() -> IntStream.range(0, 8).forEach(client::send));
        server.simulation.runUntil(() -> client.answered.size() == 8, 5_000);

        assertThat(server.server.counts().pauses()).isGreaterThan(0);
    }

    @Test
    void closesAnIdleConnectionButNotOneThatWaitsForAnAnswer() {
        SimulatedServer server = server(arrived::add);
        TestClient idle = server.connect(10);
        TestClient waiting = server.connect(10);
        server.onClientLoop(() -> waiting.send(1, 0, 10 * LIMITS.idleMs()));

        server.simulation.runFor(2 * LIMITS.idleMs() + 1_000);

        assertThat(idle.closes).isEqualTo(1);
        assertThat(waiting.closes).isZero();
        arrived.get(0).respond(SimulatedServer.answerTo(arrived.get(0)));
        server.simulation.runFor(100);
        assertThat(waiting.answered).containsExactly(1);
        server.simulation.runFor(3 * LIMITS.idleMs());
        assertThat(waiting.closes).isEqualTo(1);
    }

    @Test
    void sendsEarlierResponsesBeforeItClosesForAReason() {
        SimulatedServer server = server(request -> {
            if (request.buffer().getInt(Integer.BYTES) == 3) {
                request.closeConnection("unsupported version");
            } else {
                arrived.add(request);
            }
        });
        TestClient client = server.connect(10);
        server.onClientLoop(() -> IntStream.range(1, 6).forEach(client::send));
        assertThat(client.closes).isZero();

        for (InboundRequest request : List.copyOf(arrived)) {
            request.respond(SimulatedServer.answerTo(request));
        }
        server.simulation.runUntil(() -> client.closes == 1, 20_000);

        assertThat(client.answered).containsExactly(1, 2);
        assertThat(client.failed).hasSize(3);
        assertThat(server.network.unreleasedFrames()).isZero();
    }

    @Test
    void anExceptionOfTheHandlerClosesThatConnectionOnly() {
        SimulatedServer server = server(request -> {
            if (request.buffer().getInt(Integer.BYTES) == 1) {
                arrived.add(request);
                throw new IllegalStateException("a bug");
            }
            request.respond(SimulatedServer.answerTo(request));
        });
        TestClient unlucky = server.connect(10);
        TestClient other = server.connect(10);
        server.onClientLoop(() -> unlucky.send(1));
        server.onClientLoop(() -> other.send(2));

        assertThat(unlucky.closes).isEqualTo(1);
        assertThat(other.answered).containsExactly(2);
        arrived.get(0).noResponse();
    }

    @Test
    void keepsTheMemoryOfAnOpenRequestWhenItsConnectionGoesAndReleasesItsResponse() {
        SimulatedServer server = server(arrived::add);
        TestClient client = server.connect(10);
        server.onClientLoop(() -> client.send(7));
        server.onClientLoop(() -> client.connection().close());
        assertThat(closed).hasSize(1);
        InboundRequest request = arrived.get(0);
        assertThat(request.buffer().getInt(Integer.BYTES)).isEqualTo(7);

        CountedPayload part = new CountedPayload();
        request.respond(List.of(part));
        server.simulation.runFor(10);

        assertThat(part.releases).isEqualTo(1);
        assertThat(server.network.unreleasedFrames()).isZero();
    }

    @Test
    void refusesASecondAnswer() {
        SimulatedServer server = server(arrived::add);
        TestClient client = server.connect(10);
        server.onClientLoop(() -> client.send(1));
        arrived.get(0).noResponse();

        assertThatThrownBy(() -> arrived.get(0).noResponse()).isInstanceOf(BrokenInvariantException.class);
    }

    @Test
    void refusesConnectionsBeyondTheQuotaOfAnAddressAndLetsThemInAgain() {
        SimulatedServer server = server(arrived::add, new ConnectionQuota(100, 2, java.util.Map.of()));
        TestClient first = server.connect(1);
        TestClient second = server.connect(1);
        TestClient third = server.connect(1);

        assertThat(List.of(first.closes, second.closes, third.closes)).containsExactly(0, 0, 1);
        assertThat(opened).hasSize(2);
        server.onClientLoop(() -> first.connection().close());
        TestClient fourth = server.connect(1);
        assertThat(fourth.closes).isZero();
        NetworkCounters.Snapshot counts = server.server.counts();
        assertThat(List.of(counts.openConnections(), (int) counts.accepted(), (int) counts.refused()))
                .containsExactly(2, 3, 1);
    }

    @Test
    void refusesConnectionsBeyondTheMost() {
        SimulatedServer server = server(arrived::add, new ConnectionQuota(1, 100, java.util.Map.of()));

        assertThat(server.connect(1).closes).isZero();
        assertThat(server.connect(1).closes).isEqualTo(1);
    }

    @Test
    void countsWhatPassesAndTellsOfConnections() {
        SimulatedServer server = server(request -> request.respond(SimulatedServer.answerTo(request)));
        TestClient client = server.connect(10);
        server.onClientLoop(() -> client.send(1, 92, TestClient.TIMEOUT_MS));
        server.server.close();
        server.simulation.runFor(100);

        NetworkCounters.Snapshot counts = server.server.counts();
        assertThat(counts.bytesIn()).isEqualTo(104);
        assertThat(counts.bytesOut()).isEqualTo(12);
        assertThat(counts.requests()).isEqualTo(1);
        assertThat(counts.responses()).isEqualTo(1);
        assertThat(opened).isEqualTo(closed).hasSize(1);
        assertThat(opened.get(0).listenerName()).isEqualTo("PLAINTEXT");
        assertThat(opened.get(0).clientHost()).startsWith("10.0.");
        assertThat(client.closes).isEqualTo(1);
    }

    @Seeded(count = 50)
    void releasesEverythingWhenConnectionsAreCutAtAnyMoment(Gen gen) {
        List<CountedPayload> parts = new ArrayList<>();
        SimulatedServer[] running = new SimulatedServer[1];
        running[0] = new SimulatedServer(gen.seed(), LIMITS, ConnectionQuota.UNLIMITED, request -> {
            CountedPayload part = new CountedPayload();
            parts.add(part);
            EventLoop loop = gen.oneOf(running[0].serverProcess.loops().all());
            loop.schedule(gen.intIn(0, 30), () -> request.respond(List.of(part)));
        });
        TestClient client = running[0].connect(1_000);
        running[0].onClientLoop(() -> IntStream.range(0, 60).forEach(client::send));
        running[0].simulation.runFor(gen.intIn(0, 40));

        running[0].network.cut("client", "server");
        running[0].simulation.runFor(1_000);

        assertThat(parts).isNotEmpty().allMatch(part -> part.releases == 1);
        assertThat(client.answered.size() + client.failed.size()).isEqualTo(60);
        assertThat(client.closes).isEqualTo(1);
        assertThat(running[0].network.unreleasedFrames()).isZero();
    }

    private SimulatedServer server(RequestHandler handler) {
        return server(handler, ConnectionQuota.UNLIMITED);
    }

    private SimulatedServer server(RequestHandler handler, ConnectionQuota quota) {
        return new SimulatedServer(1, LIMITS, quota, new RequestHandler() {
            @Override
            public void onRequest(InboundRequest request) {
                handler.onRequest(request);
            }

            @Override
            public void onOpened(ConnectionInfo connection) {
                opened.add(connection);
            }

            @Override
            public void onClosed(ConnectionInfo connection) {
                closed.add(connection);
            }
        });
    }

    private static final class CountedPayload implements Payload {
        int releases;

        @Override
        public int sizeBytes() {
            return 2 * Integer.BYTES;
        }

        @Override
        public ByteBuffer toBuffer() {
            assertThat(releases).isZero();
            return ByteBuffer.allocate(sizeBytes());
        }

        @Override
        public void release() {
            releases++;
        }
    }
}
