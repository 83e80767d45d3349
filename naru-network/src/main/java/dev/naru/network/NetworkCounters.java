package dev.naru.network;

import java.util.concurrent.atomic.LongAdder;

/** What a server's connections have done so far. Threading: safe from any thread. */
public final class NetworkCounters {
    private static final int LENGTH_PREFIX_BYTES = Integer.BYTES;

    private final LongAdder accepted = new LongAdder();
    private final LongAdder refused = new LongAdder();
    private final LongAdder requests = new LongAdder();
    private final LongAdder bytesIn = new LongAdder();
    private final LongAdder responses = new LongAdder();
    private final LongAdder bytesOut = new LongAdder();
    private final LongAdder pauses = new LongAdder();

    void onAccepted() {
        accepted.increment();
    }

    void onRefused() {
        refused.increment();
    }

    void onRequest(long sizeBytes) {
        requests.increment();
        bytesIn.add(sizeBytes + LENGTH_PREFIX_BYTES);
    }

    void onResponse(long sizeBytes) {
        responses.increment();
        bytesOut.add(sizeBytes + LENGTH_PREFIX_BYTES);
    }

    void onThrottled() {
        pauses.increment();
    }

    Snapshot snapshot(int openConnections) {
        return new Snapshot(
                openConnections,
                accepted.sum(),
                refused.sum(),
                requests.sum(),
                bytesIn.sum(),
                responses.sum(),
                bytesOut.sum(),
                pauses.sum());
    }

    /**
     * The counts at one moment, each from the start of the process.
     *
     * @param pauses how often reading from a connection was paused because of a limit
     */
    public record Snapshot(
            int openConnections,
            long accepted,
            long refused,
            long requests,
            long bytesIn,
            long responses,
            long bytesOut,
            long pauses) {}
}
