package dev.naru.client.producer;

import dev.naru.client.ClientException;
import dev.naru.common.TopicPartition;
import dev.naru.record.BatchBuilder;
import dev.naru.record.BatchView;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Records of one partition that travel and are acknowledged together. It is open until it is first encoded; from then on
 * it keeps its records, and with idempotence its sequence, so that every try sends the same bytes. Only a new producer
 * epoch gives it another sequence.
 *
 * <p>Threading: confined to the client's loop.
 */
final class ProducerBatch {
    private final List<PendingSend> sends;
    private final CompletableFuture<Void> settled = new CompletableFuture<>();
    private int sizeBytes = BatchView.HEADER_SIZE_BYTES;
    private @Nullable ByteBuffer encoded;
    private @Nullable ProducerIdentity identity;
    private int baseSequence = BatchView.NO_SEQUENCE;
    private boolean inFlight;
    private int tries;
    private boolean overtaken;
    private boolean released;

    ProducerBatch(PendingSend first) {
        this(new ArrayList<>(List.of(first)));
    }

    private ProducerBatch(List<PendingSend> sends) {
        this.sends = sends;
        sends.forEach(send -> sizeBytes += send.sizeBytes());
    }

    boolean tryAppend(PendingSend send, int sizeBytesMax) {
        if (isClosed() || sizeBytes + send.sizeBytes() > sizeBytesMax) {
            return false;
        }
        sends.add(send);
        sizeBytes += send.sizeBytes();
        return true;
    }

    /** True once it takes no more records. */
    boolean isClosed() {
        return tries > 0 || identity != null;
    }

    int recordCount() {
        return sends.size();
    }

    /** At most its size before compression. */
    int sizeBytes() {
        return sizeBytes;
    }

    /** When its first record was sent, in monotonic time. */
    long sentNs() {
        return sends.get(0).sentNs();
    }

    boolean isInFlight() {
        return inFlight;
    }

    boolean wasTried() {
        return tries > 0;
    }

    boolean hasSequence() {
        return identity != null;
    }

    /** Gives it its place in the partition's sequence; what was encoded before is void. */
    void sequence(ProducerIdentity newIdentity, int newBaseSequence) {
        identity = newIdentity;
        baseSequence = newBaseSequence;
        encoded = null;
    }

    /** The bytes to send; the same ones each time. */
    ByteBuffer encode(BatchBuilder builder, boolean transactional) {
        if (encoded == null) {
            builder.reset();
            if (identity != null) {
                builder.producer(identity.id(), identity.epoch(), baseSequence).transactional(transactional);
            }
            for (PendingSend send : sends) {
                builder.append(
                        send.timestampMs(),
                        send.key(),
                        send.value(),
                        send.record().headers());
            }
            ByteBuffer built = builder.build();
            encoded = ByteBuffer.allocate(built.remaining())
                    .put(built.duplicate())
                    .flip();
        }
        return encoded.duplicate();
    }

    void onSent() {
        inFlight = true;
        tries++;
    }

    void onAnswered() {
        inFlight = false;
    }

    /** A later batch of the partition is in the log. */
    void onOvertaken() {
        overtaken = true;
    }

    boolean isOvertaken() {
        return overtaken;
    }

    /** Two batches of half the records each, in order, with the sequences this one had. */
    List<ProducerBatch> split() {
        int middle = sends.size() / 2;
        ProducerBatch left = new ProducerBatch(new ArrayList<>(sends.subList(0, middle)));
        ProducerBatch right = new ProducerBatch(new ArrayList<>(sends.subList(middle, sends.size())));
        if (identity != null) {
            left.sequence(identity, baseSequence);
            right.sequence(identity, Sequences.plus(baseSequence, middle));
        }
        left.tries = tries;
        right.tries = tries;
        var unused = CompletableFuture.allOf(left.settled, right.settled).thenRun(() -> settled.complete(null));
        return List.of(left, right);
    }

    /** Tells the senders that their records are stored. Offset and time of the log are -1 where not known. */
    void acknowledge(TopicPartition partition, long baseOffset, long logAppendTimeMs, SendBuffer buffer) {
        long offset = baseOffset;
        if (settle(buffer)) {
            for (PendingSend send : sends) {
                long timestampMs = logAppendTimeMs >= 0 ? logAppendTimeMs : send.timestampMs();
                send.result()
                        .complete(new RecordMetadata(partition.topic(), partition.partition(), offset, timestampMs));
                offset += baseOffset >= 0 ? 1 : 0;
            }
            settled.complete(null);
        }
    }

    /** Tells the senders that their records are not stored, or that nobody knows. */
    void fail(ClientException reason, SendBuffer buffer) {
        if (settle(buffer)) {
            sends.forEach(send -> send.result().completeExceptionally(reason));
            settled.complete(null);
        }
    }

    /** Done when all senders have been told. */
    CompletableFuture<Void> settled() {
        return settled;
    }

    boolean isSettled() {
        return released;
    }

    /** Releases the buffer first, so that a sender who reacts to the result finds room. */
    private boolean settle(SendBuffer buffer) {
        if (released) {
            return false;
        }
        released = true;
        buffer.release(sizeBytes - BatchView.HEADER_SIZE_BYTES);
        return true;
    }
}
