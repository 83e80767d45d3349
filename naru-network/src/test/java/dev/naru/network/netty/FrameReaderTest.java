package dev.naru.network.netty;

import static org.assertj.core.api.Assertions.assertThat;

import dev.naru.common.net.Frame;
import dev.naru.common.runtime.EventLoop;
import dev.naru.testkit.Gen;
import dev.naru.testkit.Seeded;
import dev.naru.testkit.SimulatedLoops;
import dev.naru.testkit.Simulation;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FrameReaderTest {
    private static final int MIB = 1024 * 1024;
    private static final int SIZE_MAX = 32 * MIB;

    private final Simulation simulation = new Simulation(1);
    private final EventLoop loop =
            new SimulatedLoops(simulation, "test", 1).all().get(0);
    private final PooledByteBufAllocator allocator = new PooledByteBufAllocator(true);

    @AfterEach
    void everyBufferIsReleased() {
        assertThat(allocator.pinnedDirectMemory()).isZero();
    }

    @Test
    void assemblesFramesCutAtEveryPoint() {
        byte[] stream = {0, 0, 0, 3, 'a', 'b', 'c', 0, 0, 0, 0, 0, 0, 0, 1, 'd'};
        for (int first = 0; first <= stream.length; first++) {
            for (int second = first; second <= stream.length; second++) {
                Connection connection = new Connection(new FrameMemory(MIB, loop));
                connection.arrive(stream, 0, first);
                connection.arrive(stream, first, second);
                connection.arrive(stream, second, stream.length);

                assertThat(connection.texts()).containsExactly("abc", "", "d");
                connection.end();
            }
        }
    }

    @Seeded(count = 30)
    void assemblesFramesOfAnySizeWithoutCopyingMoreThanTheHead(Gen gen) {
        Connection connection = new Connection(new FrameMemory(64 * MIB, loop));
        List<byte[]> frames =
                gen.list(6, g -> g.bytes(g.oneOf(g.intIn(0, 100), g.intIn(0, 70_000), g.intIn(0, 3 * MIB))));
        ByteBuffer stream =
                ByteBuffer.allocate(frames.stream().mapToInt(f -> f.length + 4).sum());
        frames.forEach(frame -> stream.putInt(frame.length).put(frame));

        int at = 0;
        while (at < stream.capacity()) {
            int end = Math.min(stream.capacity(), at + gen.intIn(1, 200_000));
            connection.arrive(stream.array(), at, end);
            at = end;
        }

        assertThat(connection.frames).hasSize(frames.size());
        for (int i = 0; i < frames.size(); i++) {
            assertThat(connection.frames.get(i).buffer()).isEqualTo(ByteBuffer.wrap(frames.get(i)));
            assertThat(connection.frames.get(i).buffer().capacity()).isEqualTo(frames.get(i).length);
        }
        connection.end();
    }

    @Test
    void refusesASizeBeforeAllocating() {
        for (int size : new int[] {-1, Integer.MIN_VALUE, SIZE_MAX + 1, Integer.MAX_VALUE}) {
            FrameMemory memory = new FrameMemory(MIB, loop);
            Connection connection = new Connection(memory);
            connection.arrive(ByteBuffer.allocate(4).putInt(size).array(), 0, 4);

            assertThat(connection.complaint).contains(Integer.toString(size));
            assertThat(memory.usedBytes()).isZero();
            connection.end();
        }
    }

    @Test
    void takesMemoryForALargeFrameOnlyAsItArrives() {
        FrameMemory memory = new FrameMemory(64 * MIB, loop);
        Connection connection = new Connection(memory);
        connection.arrive(ByteBuffer.allocate(4).putInt(SIZE_MAX).array(), 0, 4);
        assertThat(memory.usedBytes()).isEqualTo(MIB);
        int most = 0;
        for (int arrived = 0; arrived < SIZE_MAX; arrived += MIB / 2) {
            connection.arrive(new byte[MIB / 2], 0, MIB / 2);
            most = Math.max(most, (int) memory.usedBytes());
            assertThat(memory.usedBytes()).isLessThanOrEqualTo(2L * (arrived + MIB));
        }

        assertThat(connection.frames).hasSize(1);
        assertThat(most).isEqualTo(SIZE_MAX);
        connection.end();
        assertThat(memory.usedBytes()).isZero();
    }

    @Test
    void waitsForRoomAndGoesOnInTurn() {
        FrameMemory memory = new FrameMemory(100, loop);
        Connection first = new Connection(memory);
        Connection second = new Connection(memory);
        Connection third = new Connection(memory);
        first.arrive(frame(80), 0, 84);
        second.arrive(frame(50), 0, 54);
        third.arrive(frame(10), 0, 14);
        simulation.runFor(10);
        assertThat(second.reader.isWaiting()).isTrue();
        assertThat(third.reader.isWaiting()).as("not past one that waits").isTrue();

        first.frames.remove(0).release();
        simulation.runFor(10);

        assertThat(second.frames).hasSize(1);
        assertThat(third.frames).hasSize(1);
        assertThat(second.roomings).isEqualTo(1);
        assertThat(memory.isScarce()).isFalse();
        first.end();
        second.end();
        third.end();
        assertThat(memory.usedBytes()).isZero();
    }

    @Test
    void givesBackRoomThatWasGrantedJustBeforeItsConnectionEnded() {
        FrameMemory memory = new FrameMemory(100, loop);
        Connection first = new Connection(memory);
        Connection second = new Connection(memory);
        first.arrive(frame(80), 0, 84);
        second.arrive(frame(50), 0, 54);
        simulation.runFor(10);
        first.frames.remove(0).release();
        simulation.step();
        assertThat(memory.usedBytes()).as("granted, not yet heard of").isEqualTo(50);

        second.end();
        simulation.runFor(10);

        assertThat(memory.usedBytes()).isZero();
        first.end();
    }

    @Test
    void aFrameLargerThanAllMemoryIsReadAlone() {
        FrameMemory memory = new FrameMemory(100, loop);
        Connection connection = new Connection(memory);
        connection.arrive(frame(500), 0, 504);
        simulation.runFor(10);

        assertThat(connection.frames).hasSize(1);
        connection.end();
        assertThat(memory.usedBytes()).isZero();
    }

    @Test
    void halfReadFramesDoNotBlockEachOtherForEver() {
        FrameMemory memory = new FrameMemory(4 * MIB, loop);
        List<Connection> connections = new ArrayList<>();
        byte[] frame = frame(3 * MIB);
        for (int i = 0; i < 4; i++) {
            Connection connection = new Connection(memory);
            connection.arrive(frame, 0, MIB + 4);
            connections.add(connection);
        }
        int[] sent = {MIB + 4, MIB + 4, MIB + 4, MIB + 4};
        int complete = 0;
        for (int turn = 0; turn < 1_000 && complete < 4; turn++) {
            for (int i = 0; i < 4; i++) {
                Connection connection = connections.get(i);
                if (!connection.reader.isWaiting() && sent[i] < frame.length) {
                    int end = Math.min(frame.length, sent[i] + MIB / 4);
                    connection.arrive(frame, sent[i], end);
                    sent[i] = end;
                }
                complete += connection.frames.size();
                connection.frames.forEach(Frame::release);
                connection.frames.clear();
            }
            simulation.runFor(5);
        }

        assertThat(complete).isEqualTo(4);
        connections.forEach(Connection::end);
        simulation.runFor(5);
        assertThat(memory.usedBytes()).isZero();
        assertThat(memory.isScarce()).isFalse();
    }

    @Seeded(count = 50)
    void givesAllMemoryBackWhateverEndsWhen(Gen gen) {
        FrameMemory memory = new FrameMemory(3 * MIB, loop);
        List<Connection> connections = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            connections.add(new Connection(memory));
        }
        for (int step = 0; step < 60; step++) {
            Connection connection = gen.oneOf(connections);
            if (!connection.ended && !connection.reader.isWaiting()) {
                connection.arriveNext(gen);
            }
            if (gen.chance(20) && !connection.frames.isEmpty()) {
                connection.frames.remove(0).release();
            }
            if (gen.chance(3)) {
                connection.end();
            }
            if (gen.chance(60)) {
                simulation.runFor(1);
            }
        }
        connections.forEach(Connection::end);
        simulation.runFor(100);

        assertThat(memory.usedBytes()).isZero();
        assertThat(memory.isScarce()).isFalse();
    }

    private static byte[] frame(int size) {
        return ByteBuffer.allocate(4 + size).putInt(size).array();
    }

    /** One reader, fed as the socket feeds it: into its target if it has one, otherwise by a scratch buffer. */
    private final class Connection implements FrameReader.Sink {
        final FrameReader reader;
        final List<Frame> frames = new ArrayList<>();

        @Nullable
        String complaint;

        int roomings;
        boolean ended;
        private byte[] sending = new byte[0];
        private int sent;

        Connection(FrameMemory memory) {
            reader = new FrameReader(memory, SIZE_MAX, allocator, loop, this);
        }

        void arriveNext(Gen gen) {
            if (sent == sending.length) {
                sending = frame(gen.oneOf(gen.intIn(0, 20_000), gen.intIn(0, 3 * MIB)));
                sent = 0;
            }
            int end = Math.min(sending.length, sent + gen.intIn(1, MIB));
            arrive(sending, sent, end);
            sent = end;
        }

        void arrive(byte[] stream, int start, int end) {
            int at = start;
            while (at < end) {
                ByteBuf target = reader.target();
                int count = Math.min(end - at, target == null ? NettyEventLoop.SCRATCH_BYTES : target.writableBytes());
                if (target == null) {
                    ByteBuf scratch = Unpooled.directBuffer(count).writeBytes(stream, at, count);
                    reader.onScratch(scratch);
                    scratch.release();
                } else {
                    target.writeBytes(stream, at, count);
                    reader.onTargetFilled();
                }
                at += count;
            }
        }

        List<String> texts() {
            return frames.stream()
                    .map(frame -> java.nio.charset.StandardCharsets.US_ASCII
                            .decode(frame.buffer())
                            .toString())
                    .toList();
        }

        void end() {
            if (!ended) {
                ended = true;
                reader.close();
                frames.forEach(Frame::release);
                frames.clear();
            }
        }

        @Override
        public void onFrame(Frame frame) {
            frames.add(frame);
        }

        @Override
        public void onBadFrame(String why) {
            complaint = why;
        }

        @Override
        public void onRoom() {
            roomings++;
        }
    }
}
