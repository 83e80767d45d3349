package dev.naru.common.runtime;

/** The only source of time. {@link SystemClock} is the real one. Threading: safe from any thread. */
public interface Clock {
    /** Wall-clock time in milliseconds since the epoch, as records carry it. May jump. */
    long wallMs();

    /** Monotonic time in nanoseconds, for deadlines and durations. Its origin means nothing. */
    long nanos();
}
