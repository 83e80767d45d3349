package dev.naru.network;

/**
 * How much one connection may ask for before reading from it is paused.
 *
 * @param inFlightRequestsMax requests read and not answered
 * @param inFlightBytesMax bytes of requests read and not given back
 * @param unsentBytesMax bytes of responses the client has not taken
 * @param idleMs time without a request, an answer or a byte leaving after which the connection is closed
 */
public record ConnectionLimits(int inFlightRequestsMax, long inFlightBytesMax, long unsentBytesMax, long idleMs) {
    /** What a broker uses unless told otherwise; the idle time is Kafka's {@code connections.max.idle.ms}. */
    public static final ConnectionLimits DEFAULT =
            new ConnectionLimits(64, 16 * 1024 * 1024, 8 * 1024 * 1024, 10 * 60 * 1000);
}
