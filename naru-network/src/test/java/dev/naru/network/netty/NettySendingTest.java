package dev.naru.network.netty;

import static org.assertj.core.api.Assertions.assertThat;

import dev.naru.common.BufferPayload;
import dev.naru.common.Payload;
import dev.naru.common.file.DiskFile;
import dev.naru.common.file.NioDisk;
import dev.naru.common.net.Acceptor.Listening;
import dev.naru.common.net.Connection;
import dev.naru.common.net.ConnectionHandler;
import dev.naru.common.net.Frame;
import dev.naru.record.FileSlice;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What leaves through a real socket, and what is released when it cannot. */
class NettySendingTest {
    private static final int MIB = 1024 * 1024;

    @TempDir
    private Path directory;

    private final byte[] content = new byte[8 * MIB];
    private final AtomicInteger released = new AtomicInteger();
    private DiskFile file;
    private TestNetwork network;

    @BeforeEach
    void writeFile() throws IOException {
        new SplittableRandom(3).nextBytes(content);
        file = NioDisk.INSTANCE.openOrCreate(directory.resolve("log"));
        file.write(ByteBuffer.wrap(content), 0);
    }

    @AfterEach
    void closeAndCountMemory() throws IOException {
        network.close();
        file.close();
    }

    @ParameterizedTest
    @EnumSource
    void interleavesMemoryAndStretchesOfFiles(NettyTransport transport) throws Exception {
        Ends ends = connect(transport);
        int[] sizes = {0, 1, FrameWriter.COPIED_BYTES_MAX, FrameWriter.COPIED_BYTES_MAX + 1, 300_000, 5 * MIB};
        List<byte[]> expected = new ArrayList<>();
        List<List<Payload>> frames = new ArrayList<>();
        for (int size : sizes) {
            byte[] heap = Arrays.copyOf(content, size / 3 + 5);
            ByteBuffer direct = ByteBuffer.allocateDirect(size + 1)
                    .put(content, 0, size + 1)
                    .flip();
            frames.add(List.of(counted(ByteBuffer.wrap(heap)), slice(17, size), slice(99, size / 2), counted(direct)));
            expected.add(concat(
                    heap,
                    Arrays.copyOfRange(content, 17, 17 + size),
                    Arrays.copyOfRange(content, 99, 99 + size / 2),
                    Arrays.copyOf(content, size + 1)));
        }

        ends.onLoop(connection -> frames.forEach(connection::send));

        for (byte[] frame : expected) {
            assertThat(ends.readFrame()).isEqualTo(frame);
        }
        network.await(() -> released.get() == 4 * sizes.length && ends.server.unsentBytes() == 0);
        ends.client.close();
    }

    @ParameterizedTest
    @EnumSource
    void keepsCountOfWhatASlowReaderLeaves(NettyTransport transport) throws Exception {
        Ends ends = connect(transport);
        for (int i = 0; i < 4; i++) {
            ends.onLoop(connection -> connection.send(List.of(slice(0, 8 * MIB))));
        }
        assertThat(ends.server.unsentBytes()).isGreaterThan(16L * MIB);
        for (int i = 0; i < 4; i++) {
            assertThat(ends.readFrame()).isEqualTo(content);
        }

        network.await(() -> ends.server.unsentBytes() == 0);
        assertThat(released.get()).isEqualTo(4);
        assertThat(ends.handler.writable.get()).isGreaterThanOrEqualTo(4);
        ends.client.close();
    }

    @ParameterizedTest
    @EnumSource
    void closesWhenTheFileIsShorterThanPromised(NettyTransport transport) throws Exception {
        for (int size : new int[] {FrameWriter.COPIED_BYTES_MAX, 2 * MIB}) {
            Ends ends = connect(transport);
            released.set(0);
            FileSlice beyond = slice(content.length - 1_000, size);

            ends.onLoop(connection -> connection.send(List.of(beyond, slice(0, 5))));

            assertThat(ends.handler.closed.get(10, TimeUnit.SECONDS)).isInstanceOf(IOException.class);
            network.await(() -> released.get() == 2);
            ends.client.close();
        }
    }

    @ParameterizedTest
    @EnumSource
    void closesInsteadOfSendingAFrameWithoutALengthPrefix(NettyTransport transport) throws Exception {
        Ends ends = connect(transport);
        List<Payload> parts = List.of(slice(0, Integer.MAX_VALUE), slice(0, 1));

        ends.onLoop(connection -> connection.send(parts));

        assertThat(ends.handler.closed.get(10, TimeUnit.SECONDS)).hasMessageContaining("2147483648 bytes");
        assertThat(released.get()).isEqualTo(2);
        ends.client.close();
    }

    @ParameterizedTest
    @EnumSource
    void releasesEverythingWhenTheClientResetsMidFile(NettyTransport transport) throws Exception {
        Ends ends = connect(transport);
        for (int i = 0; i < 5; i++) {
            ends.onLoop(connection -> connection.send(List.of(
                    counted(ByteBuffer.wrap(content, 0, 100)),
                    slice(0, 8 * MIB),
                    counted(ByteBuffer.allocateDirect(MIB)))));
        }
        ends.client.getInputStream().readNBytes(3 * MIB);
        ends.client.setOption(StandardSocketOptions.SO_LINGER, 0);
        ends.client.close();

        assertThat(ends.handler.closed.get(10, TimeUnit.SECONDS)).isInstanceOf(IOException.class);
        network.await(() -> released.get() == 15);
        ends.onLoop(connection -> connection.send(List.of(slice(0, 10))));
        assertThat(released.get()).as("sent after the end").isEqualTo(16);
    }

    @ParameterizedTest
    @EnumSource
    void readsNothingWhilePaused(NettyTransport transport) throws Exception {
        Ends ends = connect(transport);
        ends.onLoop(connection -> connection.setReading(false));
        ends.client.getOutputStream().write(new byte[] {0, 0, 0, 1, 7});
        for (int i = 0; i < 100; i++) {
            network.settle();
        }
        assertThat(ends.handler.frames.get()).isZero();

        ends.onLoop(connection -> connection.setReading(true));

        network.await(() -> ends.handler.frames.get() == 1);
        ends.client.close();
    }

    private FileSlice slice(long position, int sizeBytes) {
        return new FileSlice(file, position, sizeBytes, false, released::incrementAndGet);
    }

    private Payload counted(ByteBuffer bytes) {
        BufferPayload payload = new BufferPayload(bytes);
        return new Payload() {
            @Override
            public int sizeBytes() {
                return payload.sizeBytes();
            }

            @Override
            public ByteBuffer toBuffer() {
                return payload.toBuffer();
            }

            @Override
            public void release() {
                released.incrementAndGet();
            }
        };
    }

    private Ends connect(NettyTransport transport) throws Exception {
        if (network == null) {
            network = new TestNetwork(transport, FrameLimits.DEFAULT);
        }
        Recorder handler = new Recorder();
        try (Listening listening = network.acceptor().listen("127.0.0.1", 0, () -> handler)) {
            Socket client = new Socket("127.0.0.1", listening.address().getPort());
            client.setSoTimeout(10_000);
            return new Ends(client, handler.opened.get(10, TimeUnit.SECONDS), handler);
        }
    }

    private static byte[] concat(byte[]... parts) {
        ByteBuffer all = ByteBuffer.allocate(
                Arrays.stream(parts).mapToInt(part -> part.length).sum());
        for (byte[] part : parts) {
            all.put(part);
        }
        return all.array();
    }

    private record Ends(Socket client, Connection server, Recorder handler) {
        interface Action {
            void on(Connection connection);
        }

        void onLoop(Action action) throws Exception {
            CompletableFuture<Void> done = new CompletableFuture<>();
            server.loop().execute(() -> {
                action.on(server);
                done.complete(null);
            });
            done.get(10, TimeUnit.SECONDS);
        }

        byte[] readFrame() throws IOException {
            DataInputStream in = new DataInputStream(client.getInputStream());
            return in.readNBytes(in.readInt());
        }
    }

    private static final class Recorder implements ConnectionHandler {
        final CompletableFuture<Connection> opened = new CompletableFuture<>();
        final CompletableFuture<@Nullable Throwable> closed = new CompletableFuture<>();
        final AtomicInteger writable = new AtomicInteger();
        final AtomicInteger frames = new AtomicInteger();

        @Override
        public void onOpened(Connection connection) {
            opened.complete(connection);
        }

        @Override
        public void onFrame(Frame frame) {
            frames.incrementAndGet();
            frame.release();
        }

        @Override
        public void onWritable() {
            writable.incrementAndGet();
        }

        @Override
        public void onClosed(@Nullable Throwable cause) {
            closed.complete(cause);
        }
    }
}
