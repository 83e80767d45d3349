package dev.naru.testkit;

import dev.naru.common.Invariant;
import dev.naru.common.net.Frame;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * A frame whose bytes turn to rubbish when it is released, so that whoever reads it later is found out.
 *
 * <p>Threading: confined to the simulation's thread.
 */
final class SimulatedFrame implements Frame {
    private static final byte RUBBISH = (byte) 0xDB;

    private final SimulatedHost host;
    private final byte[] bytes;
    private boolean released;

    SimulatedFrame(SimulatedHost host, byte[] bytes) {
        this.host = host;
        this.bytes = bytes;
    }

    @Override
    public ByteBuffer buffer() {
        Invariant.check(!released, "a frame is read after its release");
        return ByteBuffer.wrap(bytes);
    }

    @Override
    public void release() {
        Invariant.check(!released, "a frame is released twice");
        released = true;
        Arrays.fill(bytes, RUBBISH);
        host.onFrameReleased();
    }
}
