package dev.naru.tests.crash;

/**
 * How many records of a load have neither been acknowledged nor given up.
 *
 * <p>Threading: guarded by itself; the writer sends, the client's thread answers, the test's thread waits.
 */
final class Unanswered {
    private int count;

    synchronized void onSent() {
        count++;
    }

    synchronized void onAnswered() {
        count--;
        if (count == 0) {
            notifyAll();
        }
    }

    synchronized int count() {
        return count;
    }

    /** Waits this long at most; true if there is none left. */
    synchronized boolean awaitNone(long timeoutMs) throws InterruptedException {
        if (count > 0) {
            wait(timeoutMs);
        }
        return count == 0;
    }
}
