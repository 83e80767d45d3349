package dev.naru.tests.simulation.coordination;

import dev.naru.protocol.ErrorCode;
import dev.naru.protocol.message.FetchRequest;
import dev.naru.protocol.message.FetchResponse;
import dev.naru.record.BatchView;
import dev.naru.record.Batches;
import dev.naru.record.EndTransactionMarker;
import dev.naru.record.RecordReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;

/**
 * Asks for the committed records of a partition and makes of the answer what a consumer would: what belongs to an aborted transaction
 * is left out, markers too.
 *
 * <p>Threading: immutable.
 */
final class CommittedFetch {
    private final NavigableMap<Long, String> values;
    private final long nextOffset;
    private final boolean isAtEnd;

    private CommittedFetch(NavigableMap<Long, String> values, long nextOffset, boolean isAtEnd) {
        this.values = values;
        this.nextOffset = nextOffset;
        this.isAtEnd = isAtEnd;
    }

    static FetchRequest request(String topic, int partition, long offset, int waitMs) {
        return new FetchRequest()
                .maxWaitMs(waitMs)
                .minBytes(1)
                .maxBytes(1 << 20)
                .isolationLevel((byte) 1)
                .topics(List.of(new FetchRequest.FetchTopic()
                        .topic(topic)
                        .partitions(List.of(new FetchRequest.FetchPartition()
                                .partition(partition)
                                .fetchOffset(offset)
                                .partitionMaxBytes(1 << 20)))));
    }

    static int errorOf(FetchResponse response) {
        return response.responses().isEmpty()
                ? response.errorCode()
                : response.responses().get(0).partitions().get(0).errorCode();
    }

    static CommittedFetch read(FetchResponse response, long fromOffset) {
        FetchResponse.PartitionData data =
                response.responses().get(0).partitions().get(0);
        if (data.errorCode() != 0) {
            throw new AssertionError(
                    "a fetch from offset " + fromOffset + " was answered with " + ErrorCode.of(data.errorCode()));
        }
        if (data.lastStableOffset() > data.highWatermark()) {
            throw new AssertionError(
                    "stable up to " + data.lastStableOffset() + ", behind the end " + data.highWatermark());
        }
        NavigableMap<Long, String> values = new TreeMap<>();
        long next = data.records() == null ? fromOffset : readBatches(data, fromOffset, values);
        if (!values.isEmpty() && values.lastKey() >= data.lastStableOffset()) {
            throw new AssertionError("given offset " + values.lastKey() + ", stable is " + data.lastStableOffset());
        }
        return new CommittedFetch(values, next, next >= data.highWatermark());
    }

    private static long readBatches(
            FetchResponse.PartitionData data, long fromOffset, NavigableMap<Long, String> values) {
        List<FetchResponse.AbortedTransaction> aborts =
                data.abortedTransactions() == null ? List.of() : new ArrayList<>(data.abortedTransactions());
        Set<Long> aborted = new HashSet<>();
        Set<FetchResponse.AbortedTransaction> begun = new HashSet<>();
        long next = fromOffset;
        Batches batches = new Batches(data.records().toBuffer());
        try (RecordReader reader = new RecordReader()) {
            while (batches.next()) {
                BatchView batch = batches.batch();
                for (FetchResponse.AbortedTransaction abort : aborts) {
                    if (abort.firstOffset() <= batch.lastOffset() && begun.add(abort)) {
                        aborted.add(abort.producerId());
                    }
                }
                reader.open(batch);
                if (batch.isControl()) {
                    if (reader.next()
                            && !EndTransactionMarker.read(reader.key(), reader.value())
                                    .isCommit()) {
                        aborted.remove(batch.producerId());
                    }
                } else if (!batch.isTransactional() || !aborted.contains(batch.producerId())) {
                    while (reader.next()) {
                        if (reader.offset() >= fromOffset) {
                            values.put(reader.offset(), text(reader));
                        }
                    }
                }
                next = Math.max(next, batch.nextOffset());
            }
        }
        return next;
    }

    private static String text(RecordReader reader) {
        return StandardCharsets.UTF_8.decode(reader.value().duplicate()).toString();
    }

    NavigableMap<Long, String> values() {
        return values;
    }

    /** From where to go on. */
    long nextOffset() {
        return nextOffset;
    }

    /** Whether it reached the end of the partition, committed or not. */
    boolean isAtEnd() {
        return isAtEnd;
    }
}
