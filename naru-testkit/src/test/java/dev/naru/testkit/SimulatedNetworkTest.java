package dev.naru.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.naru.common.BufferPayload;
import dev.naru.common.Payload;
import dev.naru.common.net.Connection;
import dev.naru.common.net.ConnectionHandler;
import dev.naru.common.net.Frame;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SimulatedNetworkTest {
    private static final int PORT = 9092;

    private Simulation simulation = new Simulation(1);
    private SimulatedNetwork network = new SimulatedNetwork(simulation);
    private SimulatedProcess server = process("server");
    private SimulatedProcess client = process("client");
    private Recorder accepted = new Recorder();
    private Recorder opened = new Recorder();
    private final List<Throwable> failures = new ArrayList<>();

    @Seeded(count = 20)
    void keepsTheOrderOfFrames(Gen gen) throws IOException {
        start(gen.seed());
        connect();

        inLoop(opened, () -> {
            for (int i = 0; i < 100; i++) {
                opened.connection().send(frame(i));
            }
        });
        simulation.runUntil(() -> accepted.numbers.size() == 100, 60_000);

        assertThat(accepted.numbers).isSorted();
        assertThat(network.unreleasedFrames()).isZero();
        assertThat(opened.connection().unsentBytes()).isZero();
    }

    @Test
    void refusesWhenNobodyListensAndTimesOutWhenSeparated() {
        dial();
        simulation.runUntil(() -> failures.size() == 1, 1_000);
        network.separate("client", "server");
        dial();
        simulation.runUntil(() -> failures.size() == 2, 20_000);

        assertThat(failures.get(0)).isInstanceOf(ConnectException.class);
        assertThat(failures.get(1)).isInstanceOf(SocketTimeoutException.class);
    }

    @Test
    void aPortIsTakenOnce() throws IOException {
        server.network().listen("", PORT, () -> accepted);

        assertThatThrownBy(() -> server.network().listen("", PORT, () -> accepted))
                .isInstanceOf(BindException.class);
    }

    @Test
    void framesWaitWhileHostsAreSeparated() throws IOException {
        connect();
        network.separate("client", "server");
        inLoop(opened, () -> opened.connection().send(frame(1)));
        simulation.runFor(5_000);
        assertThat(accepted.numbers).isEmpty();
        assertThat(opened.connection().unsentBytes()).isEqualTo(Integer.BYTES);

        network.healAll();
        simulation.runUntil(() -> !accepted.numbers.isEmpty(), 1_000);

        assertThat(accepted.numbers).containsExactly(1);
    }

    @Test
    void aCutConnectionIsResetAtBothEndsAndReleasesWhatWasUnsent() throws IOException {
        connect();
        CountedPayload part = new CountedPayload();
        network.separate("client", "server");
        inLoop(opened, () -> opened.connection().send(List.of(part)));
        simulation.runFor(10);

        network.cut("server", "client");
        simulation.runUntil(() -> opened.closed && accepted.closed, 1_000);

        assertThat(opened.cause).isInstanceOf(IOException.class);
        assertThat(accepted.cause).isInstanceOf(IOException.class);
        assertThat(part.releases).isEqualTo(1);
        assertThat(network.connectionCount()).isZero();
    }

    @Test
    void theOtherEndSeesAnOrderlyCloseAfterTheLastFrame() throws IOException {
        connect();
        inLoop(opened, () -> opened.connection().send(frame(1)));
        simulation.runUntil(() -> opened.connection().unsentBytes() == 0, 1_000);
        inLoop(opened, () -> opened.connection().close());
        simulation.runUntil(() -> opened.closed && accepted.closed, 1_000);

        assertThat(accepted.numbers).containsExactly(1);
        assertThat(accepted.cause).isNull();
    }

    @Test
    void aReaderThatDoesNotReadHoldsUpTheWriter() throws IOException {
        connect();
        inLoop(accepted, () -> accepted.connection().setReading(false));
        CountedPayload[] parts = new CountedPayload[40];
        inLoop(opened, () -> {
            for (int i = 0; i < parts.length; i++) {
                parts[i] = new CountedPayload();
                opened.connection().send(List.of(parts[i], new BufferPayload(ByteBuffer.allocate(64 * 1024))));
            }
        });
        simulation.runFor(5_000);
        assertThat(accepted.numbers).isEmpty();
        assertThat(opened.connection().unsentBytes()).isGreaterThan(30 * 64 * 1024);

        inLoop(accepted, () -> accepted.connection().setReading(true));
        simulation.runUntil(() -> accepted.numbers.size() == parts.length, 10_000);

        assertThat(parts).allMatch(part -> part.releases == 1);
        assertThat(opened.writable).isGreaterThanOrEqualTo(parts.length);
    }

    @Test
    void aKilledProcessIsSeenAsAResetAndItsPortAsClosed() throws IOException {
        connect();
        server.kill();
        simulation.runUntil(() -> opened.closed, 1_000);
        dial();
        simulation.runUntil(() -> !failures.isEmpty(), 1_000);

        assertThat(opened.cause).isInstanceOf(IOException.class);
        assertThat(accepted.closed).as("dead code hears nothing").isFalse();
        assertThat(failures.get(0)).isInstanceOf(ConnectException.class);
        process("server").network().listen("", PORT, Recorder::new);
    }

    @Test
    void aFrameReadAfterItsReleaseIsFoundOut() throws IOException {
        connect();
        inLoop(opened, () -> opened.connection().send(frame(7)));
        simulation.runUntil(() -> !accepted.numbers.isEmpty(), 1_000);
        Frame released = Objects.requireNonNull(accepted.last);

        assertThatThrownBy(released::buffer).hasMessageContaining("after its release");
        assertThatThrownBy(released::release).hasMessageContaining("twice");
    }

    private void start(long seed) {
        simulation = new Simulation(seed);
        network = new SimulatedNetwork(simulation);
        server = process("server");
        client = process("client");
    }

    private SimulatedProcess process(String name) {
        return new SimulatedProcess(network, name, 1, new SimulatedDisk(simulation.random()));
    }

    private void connect() throws IOException {
        accepted = new Recorder();
        opened = new Recorder();
        server.network().listen("", PORT, () -> accepted);
        dial();
        simulation.runUntil(() -> opened.connection != null && accepted.connection != null, 1_000);
    }

    private void dial() {
        client.network().connect(client.loops().all().get(0), "server", PORT, opened, failures::add);
    }

    private void inLoop(Recorder end, Runnable task) {
        end.connection().loop().execute(task);
        simulation.runFor(1);
    }

    private static List<Payload> frame(int number) {
        return List.of(new BufferPayload(ByteBuffer.allocate(Integer.BYTES).putInt(0, number)));
    }

    private static final class Recorder implements ConnectionHandler {
        final List<Integer> numbers = new ArrayList<>();

        @Nullable
        Connection connection;

        @Nullable
        Frame last;

        @Nullable
        Throwable cause;

        boolean closed;
        int writable;

        Connection connection() {
            return Objects.requireNonNull(connection);
        }

        @Override
        public void onOpened(Connection open) {
            connection = open;
        }

        @Override
        public void onFrame(Frame frame) {
            numbers.add(frame.buffer().getInt(0));
            frame.release();
            last = frame;
        }

        @Override
        public void onWritable() {
            writable++;
        }

        @Override
        public void onClosed(@Nullable Throwable reason) {
            closed = true;
            cause = reason;
        }
    }

    private static final class CountedPayload implements Payload {
        int releases;

        @Override
        public int sizeBytes() {
            return Integer.BYTES;
        }

        @Override
        public ByteBuffer toBuffer() {
            assertThat(releases).isZero();
            return ByteBuffer.allocate(Integer.BYTES);
        }

        @Override
        public void release() {
            releases++;
        }
    }
}
