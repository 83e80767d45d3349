package dev.naru.client.consumer;

import dev.naru.client.ClientException;
import dev.naru.client.OffsetSpec;
import dev.naru.common.TopicPartition;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A partition a consumer reads: where it is, what was fetched ahead, and what it is doing.
 *
 * <p>Two offsets: the position is that of the next record to be polled, the fetch offset that of the next one to be
 * fetched; between them lie the chunks. {@link #generation} changes whenever the position jumps, so that the answer to a
 * fetch from before is recognised and dropped.
 *
 * <p>Threading: confined to the client's loop.
 */
final class AssignedPartition {
    enum State {
        /** Its {@link OffsetSpec} has to be turned into an offset; nobody has asked yet. */
        SOUGHT,
        /** A leader was asked, for the offset or whether the position is still good. */
        ASKING,
        /** Its offset is known; it can be fetched. */
        FETCHING,
        /** It cannot go on before it is sought anew. */
        FAILED
    }

    private final TopicPartition partition;
    private final Deque<FetchedChunk> chunks = new ArrayDeque<>();
    private State state = State.SOUGHT;
    private OffsetSpec wanted = OffsetSpec.latest();
    private long position = -1;
    private long fetchOffset = -1;
    private int fetchedEpoch = -1;
    private int positionEpoch = -1;
    private int validatedEpoch = -1;
    private long end = -1;
    private long bufferedBytes;
    private long generation;
    private boolean paused;
    private int failures;
    private long restUntilNs;
    private boolean resting;
    private @Nullable ClientException failure;

    AssignedPartition(TopicPartition partition) {
        this.partition = partition;
    }

    TopicPartition partition() {
        return partition;
    }

    State state() {
        return state;
    }

    long generation() {
        return generation;
    }

    OffsetSpec wanted() {
        return wanted;
    }

    long position() {
        return position;
    }

    boolean isPositioned() {
        return position >= 0;
    }

    long fetchOffset() {
        return fetchOffset;
    }

    /** Epoch of the leader that wrote the record before the fetch offset, -1 if not known. */
    int fetchedEpoch() {
        return fetchedEpoch;
    }

    /** Epoch of the leader that wrote the record before the position, -1 if not known. */
    int positionEpoch() {
        return positionEpoch;
    }

    long end() {
        return end;
    }

    long bufferedBytes() {
        return bufferedBytes;
    }

    boolean hasChunks() {
        return !chunks.isEmpty();
    }

    boolean isPaused() {
        return paused;
    }

    void setPaused(boolean paused) {
        this.paused = paused;
    }

    /** Why it failed, for the first who asks. */
    @Nullable
    ClientException takeFailure() {
        ClientException reason = failure;
        failure = null;
        return reason;
    }

    void seek(OffsetSpec place) {
        forget();
        wanted = place;
        position = -1;
        state = State.SOUGHT;
    }

    /** @param leaderEpoch epoch of the leader that wrote the record before {@code offset}, -1 if not known */
    void seek(long offset, int leaderEpoch) {
        forget();
        position = offset;
        fetchOffset = offset;
        fetchedEpoch = leaderEpoch;
        positionEpoch = leaderEpoch;
        state = State.FETCHING;
    }

    void becomeAsking() {
        state = State.ASKING;
    }

    /** The question came to nothing: ask again when it has rested. */
    void becomeUnanswered() {
        state = position < 0 ? State.SOUGHT : State.FETCHING;
    }

    /** Nothing of what was read is gone, says a leader of this epoch. */
    void becomeValidated(int leaderEpoch) {
        validatedEpoch = leaderEpoch;
        state = State.FETCHING;
    }

    void becomeFailed(ClientException reason) {
        forget();
        failure = reason;
        state = State.FAILED;
    }

    /** True if a leader newer than any asked before may have lost what was read. */
    boolean needsValidation(int leaderEpoch) {
        return fetchedEpoch >= 0 && leaderEpoch > validatedEpoch && leaderEpoch > fetchedEpoch;
    }

    boolean isResting(long nowNs) {
        return resting && restUntilNs - nowNs > 0;
    }

    /** Leaves it alone for a while after a failure; returns how many there were in a row. */
    int onFailure() {
        failures++;
        return failures;
    }

    void restUntil(long untilNs) {
        resting = true;
        restUntilNs = untilNs;
    }

    void onFetched(long endOffset) {
        end = endOffset;
        failures = 0;
        resting = false;
    }

    /** Keeps a chunk that begins at the fetch offset and ends before {@code nextFetchOffset}. */
    void add(FetchedChunk chunk, long nextFetchOffset, int lastEpoch) {
        chunks.add(chunk);
        bufferedBytes += chunk.sizeBytes();
        fetchOffset = nextFetchOffset;
        fetchedEpoch = lastEpoch;
    }

    /** Moves up to {@code max} records into {@code records}; true if the position moved. */
    boolean drain(List<ConsumedRecord> records, int max) {
        long before = position;
        while (records.size() < max && !chunks.isEmpty()) {
            FetchedChunk chunk = chunks.peek();
            ConsumedRecord record = chunk.next();
            position = chunk.nextOffset();
            positionEpoch = chunk.leaderEpoch();
            if (record != null) {
                records.add(record);
            } else {
                bufferedBytes -= chunk.sizeBytes();
                chunks.remove().close();
            }
        }
        return position != before;
    }

    /** Drops what was fetched ahead. */
    void rewindToPosition() {
        dropChunks();
        fetchOffset = position;
        fetchedEpoch = positionEpoch;
        generation++;
    }

    void dropChunks() {
        chunks.forEach(FetchedChunk::close);
        chunks.clear();
        bufferedBytes = 0;
    }

    private void forget() {
        dropChunks();
        generation++;
        failure = null;
        fetchedEpoch = -1;
        positionEpoch = -1;
        failures = 0;
        resting = false;
    }
}
