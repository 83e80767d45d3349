package dev.naru.network.netty;

/**
 * How large frames may be, and all of them together.
 *
 * @param requestSizeBytesMax {@code socket.request.max.bytes}: the largest frame an accepted connection may send
 * @param responseSizeBytesMax the largest frame the other end of an opened connection may send
 * @param queuedBytesMax {@code queued.max.request.bytes}: memory of all requests being read or handled; beyond it reading
 *     waits
 */
public record FrameLimits(int requestSizeBytesMax, int responseSizeBytesMax, long queuedBytesMax) {
    /** Kafka's largest request; for the rest values that suit a small heap. */
    public static final FrameLimits DEFAULT = new FrameLimits(100 * 1024 * 1024, Integer.MAX_VALUE, 256L * 1024 * 1024);
}
