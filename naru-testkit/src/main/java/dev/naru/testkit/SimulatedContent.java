package dev.naru.testkit;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Iterator;
import java.util.random.RandomGenerator;

/**
 * The bytes of one simulated file: what a reader sees now, and a journal of the changes that a power cut may still undo.
 *
 * <p>A change is pending until a force succeeds. If the force fails it is doomed: readers go on seeing it, later forces
 * succeed without it, and the power cut takes it. That is what Linux does with pages it could not write.
 *
 * <p>Threading: confined to its disk's monitor.
 */
final class SimulatedContent {
    private static final int ONE_DOOMED_CHANGE_IN_SURVIVES = 8;

    private final Deque<Change> journal = new ArrayDeque<>();
    private byte[] bytes = new byte[0];
    private int sizeBytes;

    int sizeBytes() {
        return sizeBytes;
    }

    int read(ByteBuffer target, long position) {
        if (position >= sizeBytes) {
            return 0;
        }
        int count = Math.min(target.remaining(), sizeBytes - (int) position);
        target.put(bytes, (int) position, count);
        return count;
    }

    void write(byte[] written, int position) {
        int overwritten = Math.max(0, Math.min(sizeBytes, position + written.length) - position);
        byte[] before = overwritten == 0 ? new byte[0] : Arrays.copyOfRange(bytes, position, position + overwritten);
        journal.add(new Change(Kind.WRITE, position, written, before, sizeBytes));
        put(written, written.length, position);
    }

    void truncate(int newSizeBytes) {
        byte[] cut = Arrays.copyOfRange(bytes, newSizeBytes, sizeBytes);
        journal.add(new Change(Kind.TRUNCATE, newSizeBytes, new byte[0], cut, sizeBytes));
        cutTo(newSizeBytes);
    }

    void force() {
        settle(State.DURABLE);
        while (!journal.isEmpty() && journal.peekFirst().state == State.DURABLE) {
            journal.removeFirst();
        }
    }

    void failForce() {
        settle(State.DOOMED);
    }

    boolean isDurable() {
        return journal.isEmpty();
    }

    /** Keeps, loses or tears each change that is not durable, each on its own. */
    void crash(RandomGenerator random) {
        for (Iterator<Change> latestFirst = journal.descendingIterator(); latestFirst.hasNext(); ) {
            undo(latestFirst.next());
        }
        for (Change change : journal) {
            redo(change, random);
        }
        journal.clear();
    }

    private void undo(Change change) {
        if (change.kind == Kind.WRITE) {
            put(change.before, change.before.length, change.position);
            cutTo(change.sizeBytesBefore);
        } else {
            put(change.before, change.before.length, change.position);
        }
    }

    private void redo(Change change, RandomGenerator random) {
        boolean kept = switch (change.state) {
            case DURABLE -> true;
            case PENDING -> random.nextBoolean();
            case DOOMED -> random.nextInt(ONE_DOOMED_CHANGE_IN_SURVIVES) == 0;
        };
        boolean torn = change.state != State.DURABLE && random.nextInt(3) == 0;
        if (change.kind == Kind.TRUNCATE) {
            if (kept && change.position < sizeBytes) {
                cutTo(change.position);
            }
        } else if (torn) {
            put(change.written, random.nextInt(change.written.length + 1), change.position);
        } else if (kept) {
            put(change.written, change.written.length, change.position);
        }
    }

    private void settle(State settled) {
        for (Change change : journal) {
            if (change.state == State.PENDING) {
                change.state = settled;
            }
        }
    }

    /** Bytes between the old end and {@code position} read as zeros, as in any sparse file. */
    private void put(byte[] source, int count, int position) {
        if (count == 0) {
            return;
        }
        int end = Math.addExact(position, count);
        if (end > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(end, Math.min(bytes.length * 2, Integer.MAX_VALUE / 2)));
        }
        System.arraycopy(source, 0, bytes, position, count);
        sizeBytes = Math.max(sizeBytes, end);
    }

    private void cutTo(int newSizeBytes) {
        Arrays.fill(bytes, Math.min(newSizeBytes, sizeBytes), sizeBytes, (byte) 0);
        sizeBytes = newSizeBytes;
    }

    private enum Kind {
        WRITE,
        TRUNCATE
    }

    private enum State {
        /** Not forced yet. */
        PENDING,
        /** Forced; kept only because an earlier change is still open. */
        DURABLE,
        /** Its force failed. */
        DOOMED
    }

    /** {@code position} is where a write starts, or the size a truncation left; {@code before} is what was there. */
    private static final class Change {
        final Kind kind;
        final int position;
        final byte[] written;
        final byte[] before;
        final int sizeBytesBefore;
        State state = State.PENDING;

        Change(Kind kind, int position, byte[] written, byte[] before, int sizeBytesBefore) {
            this.kind = kind;
            this.position = position;
            this.written = written;
            this.before = before;
            this.sizeBytesBefore = sizeBytesBefore;
        }
    }
}
