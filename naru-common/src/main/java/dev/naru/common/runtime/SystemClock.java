package dev.naru.common.runtime;

/** The clock of the machine. */
public enum SystemClock implements Clock {
    /** There is one. */
    INSTANCE;

    @Override
    public long wallMs() {
        return System.currentTimeMillis();
    }

    @Override
    public long nanos() {
        return System.nanoTime();
    }
}
