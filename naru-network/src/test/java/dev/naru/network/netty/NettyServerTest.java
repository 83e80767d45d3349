package dev.naru.network.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.naru.common.BufferPayload;
import dev.naru.common.Payload;
import dev.naru.network.ConnectionLimits;
import dev.naru.network.ConnectionQuota;
import dev.naru.network.InboundRequest;
import dev.naru.network.Listener;
import dev.naru.network.RequestHandler;
import dev.naru.network.RequestServer;
import dev.naru.network.SecurityProtocol;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.BindException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The server over real sockets, on both transports, against a client that is a plain socket. */
class NettyServerTest {
    private static final FrameLimits LIMITS = new FrameLimits(4 * 1024 * 1024, 4 * 1024 * 1024, 64 * 1024 * 1024);

    private static final int CONNECTIONS_WAITING = 1_500;
    /** Where the system does not say. */
    private static final int BACKLOG_SOMEWHERE = 128;

    private final List<AutoCloseable> open = new ArrayList<>();
    private TestNetwork network = new TestNetwork(NettyTransport.best(), LIMITS);
    private int port;

    @AfterEach
    void closeAndCountMemory() throws Exception {
        for (AutoCloseable closeable : open) {
            closeable.close();
        }
        network.close();
    }

    @ParameterizedTest
    @EnumSource
    void answersFramesWhereverTheByteStreamIsCut(NettyTransport transport) throws Exception {
        start(transport, NettyServerTest::echo);
        byte[] first = bytes(40);
        byte[] second = bytes(7);
        byte[] stream = concat(prefixed(first), prefixed(second), prefixed(new byte[0]));
        try (Socket socket = connect()) {
            for (int cut = 0; cut <= stream.length; cut++) {
                OutputStream out = socket.getOutputStream();
                out.write(stream, 0, cut);
                out.flush();
                network.settle();
                out.write(stream, cut, stream.length - cut);

                assertThat(readFrame(socket)).isEqualTo(first);
                assertThat(readFrame(socket)).isEqualTo(second);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void carriesFramesOfEverySizeBothWays(NettyTransport transport) throws Exception {
        start(transport, NettyServerTest::echo);
        int[] sizes = {
            1,
            16_379,
            16_380,
            16_381,
            65_536,
            300_000,
            FrameReader.GROWN_FROM_BYTES,
            FrameReader.GROWN_FROM_BYTES + 1,
            3_000_000,
            LIMITS.requestSizeBytesMax()
        };
        try (Socket socket = connect()) {
            for (int size : sizes) {
                byte[] frame = bytes(size);
                socket.getOutputStream().write(prefixed(frame));
                assertThat(readFrame(socket)).as("%d bytes", size).isEqualTo(frame);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void servesEveryConnectionThatCameWhileTheLoopsWereBusy(NettyTransport transport) throws Exception {
        start(transport, NettyServerTest::echo);
        List<Socket> sockets = new ArrayList<>();
        CountDownLatch busy = network.holdLoops();
        try {
            for (int count = 0; count < Math.min(CONNECTIONS_WAITING, systemsBacklog()); count++) {
                Socket socket = connect();
                open.add(socket);
                sockets.add(socket);
            }
        } finally {
            busy.countDown();
        }

        for (Socket socket : sockets) {
            socket.getOutputStream().write(prefixed(bytes(5)));
            assertThat(readFrame(socket)).isEqualTo(bytes(5));
        }
    }

    private static int systemsBacklog() throws IOException {
        Path limit = Path.of("/proc/sys/net/core/somaxconn");
        if (!Files.exists(limit)) {
            return BACKLOG_SOMEWHERE;
        }
        try (InputStream file = Files.newInputStream(limit)) {
            // Such a file gives its content to the first read only.
            return Integer.parseInt(new String(file.readNBytes(32), StandardCharsets.US_ASCII).strip());
        }
    }

    @ParameterizedTest
    @EnumSource
    void closesConnectionsThatSendNoFrames(NettyTransport transport) throws Exception {
        start(transport, NettyServerTest::echo);
        List<byte[]> noFrames = List.of(
                ByteBuffer.allocate(4).putInt(-1).array(),
                ByteBuffer.allocate(4).putInt(LIMITS.requestSizeBytesMax() + 1).array(),
                "GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII),
                new byte[] {0x16, 0x03, 0x01, 0x02, 0x00, 0x01, 0x00});
        for (byte[] noFrame : noFrames) {
            try (Socket socket = connect()) {
                socket.getOutputStream().write(noFrame);
                assertThat(endsWithin(socket)).isTrue();
            }
        }
        try (Socket socket = connect()) {
            socket.getOutputStream().write(prefixed(bytes(5)));
            assertThat(readFrame(socket)).isEqualTo(bytes(5));
        }
    }

    @ParameterizedTest
    @EnumSource
    void dropsAHalfFrameWhenItsClientGoes(NettyTransport transport) throws Exception {
        start(transport, NettyServerTest::echo);
        Socket half = connect();
        half.getOutputStream().write(prefixed(bytes(100_000)), 0, 60_000);
        half.shutdownOutput();

        assertThat(endsWithin(half)).isTrue();
        half.close();
        network.await(() -> network.queuedRequestBytes() == 0);
    }

    @ParameterizedTest
    @EnumSource
    void closesAStalledRequestOnlyWhenOthersWaitForItsMemory(NettyTransport transport) throws Exception {
        network.close();
        network = new TestNetwork(transport, new FrameLimits(1_000_000, 1_000_000, 100_000));
        start(transport, NettyServerTest::echo);
        try (Socket stalled = connect();
                Socket waiting = connect()) {
            stalled.getOutputStream().write(prefixed(bytes(90_000)), 0, 50_000);
            network.await(() -> network.queuedRequestBytes() == 90_000);
            stalled.setSoTimeout(500);
            assertThat(endsWithin(stalled)).as("nobody waits").isFalse();

            waiting.getOutputStream().write(prefixed(bytes(20_000)));

            assertThat(readFrame(waiting)).isEqualTo(bytes(20_000));
        }
    }

    @ParameterizedTest
    @EnumSource
    void saysWhenThePortIsTaken(NettyTransport transport) throws Exception {
        start(transport, NettyServerTest::echo);

        assertThatThrownBy(() -> start(transport, NettyServerTest::echo, port))
                .isInstanceOf(BindException.class)
                .hasMessage("cannot listen on 127.0.0.1:" + port + ": the address is already in use");
    }

    @ParameterizedTest
    @EnumSource
    void servesAThousandConnections(NettyTransport transport) throws Exception {
        start(transport, NettyServerTest::echo);
        List<Socket> sockets = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            sockets.add(connect());
        }
        for (Socket socket : sockets) {
            socket.getOutputStream().write(prefixed(bytes(100)));
        }
        for (Socket socket : sockets) {
            assertThat(readFrame(socket)).isEqualTo(bytes(100));
        }
        assertThat(network.queuedRequestBytes()).isZero();
        for (Socket socket : sockets) {
            socket.close();
        }
    }

    @ParameterizedTest
    @EnumSource
    void survivesGarbage(NettyTransport transport) throws Exception {
        start(transport, NettyServerTest::echo);
        SplittableRandom random = new SplittableRandom(7);
        for (int i = 0; i < 100; i++) {
            byte[] garbage = new byte[random.nextInt(1, 50_000)];
            random.nextBytes(garbage);
            try (Socket socket = connect()) {
                socket.getOutputStream().write(garbage);
            } catch (IOException e) {
                // The server may close before all is written: that is what it should do.
            }
        }
        try (Socket socket = connect()) {
            socket.getOutputStream().write(prefixed(bytes(5)));
            assertThat(readFrame(socket)).isEqualTo(bytes(5));
        }
        network.await(() -> network.queuedRequestBytes() == 0);
    }

    private static void echo(InboundRequest request) {
        ByteBuffer copy =
                ByteBuffer.allocate(request.sizeBytes()).put(request.buffer()).flip();
        List<Payload> response = List.of(new BufferPayload(copy));
        if (request.sizeBytes() == 0) {
            request.noResponse();
        } else {
            request.respond(response);
        }
    }

    private void start(NettyTransport transport, RequestHandler handler) throws Exception {
        if (network.transport() != transport) {
            network.close();
            network = new TestNetwork(transport, LIMITS);
        }
        start(transport, handler, 0);
    }

    private void start(NettyTransport transport, RequestHandler handler, int onPort) throws IOException {
        assertThat(network.transport()).isEqualTo(transport);
        RequestServer server = new RequestServer(handler, ConnectionLimits.DEFAULT, ConnectionQuota.UNLIMITED);
        open.add(server);
        Listener listener = new Listener("PLAINTEXT", SecurityProtocol.PLAINTEXT, "127.0.0.1", onPort);
        port = server.listen(network.acceptor(), listener).getPort();
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket("127.0.0.1", port);
        socket.setSoTimeout(10_000);
        socket.setTcpNoDelay(true);
        return socket;
    }

    private static boolean endsWithin(Socket socket) {
        try {
            return socket.getInputStream().read() < 0;
        } catch (java.net.SocketTimeoutException e) {
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    private static byte[] readFrame(Socket socket) throws IOException {
        DataInputStream in = new DataInputStream(socket.getInputStream());
        return in.readNBytes(in.readInt());
    }

    private static byte[] prefixed(byte[] frame) {
        return ByteBuffer.allocate(4 + frame.length)
                .putInt(frame.length)
                .put(frame)
                .array();
    }

    private static byte[] concat(byte[]... parts) {
        ByteBuffer all = ByteBuffer.allocate(1_000);
        for (byte[] part : parts) {
            all.put(part);
        }
        return java.util.Arrays.copyOf(all.array(), all.position());
    }

    private static byte[] bytes(int size) {
        byte[] bytes = new byte[size];
        new SplittableRandom(size).nextBytes(bytes);
        return bytes;
    }
}
