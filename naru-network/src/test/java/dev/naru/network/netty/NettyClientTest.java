package dev.naru.network.netty;

import static org.assertj.core.api.Assertions.assertThat;

import dev.naru.common.BufferPayload;
import dev.naru.common.net.Frame;
import dev.naru.network.ClientConnection;
import dev.naru.network.ConnectionLimits;
import dev.naru.network.ConnectionQuota;
import dev.naru.network.Listener;
import dev.naru.network.RequestServer;
import dev.naru.network.ResponseHandler;
import dev.naru.network.SecurityProtocol;
import java.io.IOException;
import java.net.ConnectException;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Client and server over real sockets. */
class NettyClientTest {
    private final CompletableFuture<@Nullable Throwable> closed = new CompletableFuture<>();
    private TestNetwork network;

    @AfterEach
    void closeAndCountMemory() {
        network.close();
    }

    @ParameterizedTest
    @EnumSource
    void asksAndIsAnswered(NettyTransport transport) throws Exception {
        network = new TestNetwork(transport, FrameLimits.DEFAULT);
        RequestServer server = new RequestServer(
                request -> {
                    ByteBuffer buffer = request.buffer();
                    ByteBuffer answer =
                            ByteBuffer.allocate(8).putInt(buffer.getInt(0)).putInt(buffer.getInt(4) + 1);
                    request.respond(List.of(new BufferPayload(answer.flip())));
                },
                ConnectionLimits.DEFAULT,
                ConnectionQuota.UNLIMITED);
        Listener listener = new Listener("PLAINTEXT", SecurityProtocol.PLAINTEXT, "127.0.0.1", 0);
        int port = server.listen(network.acceptor(), listener).getPort();

        ClientConnection client = open("localhost", port).get(10, TimeUnit.SECONDS);
        for (int i = 0; i < 1_000; i++) {
            assertThat(ask(client, i).get(10, TimeUnit.SECONDS)).isEqualTo(i + 1);
        }
        server.close();
        closed.get(10, TimeUnit.SECONDS);
        assertThat(ask(client, 1)).failsWithin(10, TimeUnit.SECONDS);
    }

    @ParameterizedTest
    @EnumSource
    void reportsWhatAListenerThrows(NettyTransport transport) throws Exception {
        network = new TestNetwork(transport, FrameLimits.DEFAULT);
        ClientConnection.open(
                network.connector(), network.loop(), "127.0.0.1", unusedPort(), 1, new Thrower("refused"));
        try (ServerSocket server = new ServerSocket(0)) {
            ClientConnection.open(
                    network.connector(), network.loop(), "127.0.0.1", server.getLocalPort(), 1, new Thrower("closed"));
            server.accept().close();

            network.await(() -> network.uncaughtCount() == 2);
        }
        assertThat(network.takeUncaught())
                .extracting(Throwable::getMessage)
                .containsExactlyInAnyOrder("refused", "closed");
    }

    private record Thrower(String message) implements ClientConnection.Listener {
        @Override
        public void onOpened(ClientConnection connection) {}

        @Override
        public void onFailed(Throwable cause) {
            throw new IllegalStateException(message);
        }

        @Override
        public void onClosed(ClientConnection connection, @Nullable Throwable cause) {
            throw new IllegalStateException(message);
        }
    }

    @ParameterizedTest
    @EnumSource
    void tellsARefusalFromOtherFailures(NettyTransport transport) throws Exception {
        network = new TestNetwork(transport, FrameLimits.DEFAULT);

        assertThat(open("127.0.0.1", unusedPort()))
                .failsWithin(10, TimeUnit.SECONDS)
                .withThrowableOfType(ExecutionException.class)
                .withCauseInstanceOf(ConnectException.class);
        assertThat(open("no-such-host.invalid", 1))
                .failsWithin(30, TimeUnit.SECONDS)
                .withThrowableOfType(ExecutionException.class)
                .withCauseInstanceOf(IOException.class)
                .matches(failure -> !(failure.getCause() instanceof ConnectException));
    }

    private CompletableFuture<ClientConnection> open(String host, int port) {
        CompletableFuture<ClientConnection> opened = new CompletableFuture<>();
        ClientConnection.open(network.connector(), network.loop(), host, port, 5, new ClientConnection.Listener() {
            @Override
            public void onOpened(ClientConnection connection) {
                opened.complete(connection);
            }

            @Override
            public void onFailed(Throwable cause) {
                opened.completeExceptionally(cause);
            }

            @Override
            public void onClosed(ClientConnection connection, @Nullable Throwable cause) {
                closed.complete(cause);
            }
        });
        return opened;
    }

    private static CompletableFuture<Integer> ask(ClientConnection client, int number) {
        CompletableFuture<Integer> answer = new CompletableFuture<>();
        client.loop()
                .execute(() -> client.send(
                        id -> List.of(new BufferPayload(
                                ByteBuffer.allocate(8).putInt(id).putInt(number).flip())),
                        10_000,
                        new ResponseHandler() {
                            @Override
                            public void onResponse(Frame response) {
                                answer.complete(response.buffer().getInt(4));
                                response.release();
                            }

                            @Override
                            public void onFailed(Throwable cause) {
                                answer.completeExceptionally(cause);
                            }
                        }));
        return answer;
    }

    private static int unusedPort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
