package dev.naru.tests.simulation;

import dev.naru.protocol.ErrorCode;
import dev.naru.protocol.message.FetchRequest;
import dev.naru.protocol.message.FetchResponse;
import dev.naru.record.BatchView;
import dev.naru.record.Batches;
import dev.naru.record.RecordReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Reads one partition from its beginning, again and again further, and holds what comes to the order that offsets promise:
 * none left out, none twice, checksums right, leader epochs never going back. Threading: the simulation's thread.
 */
final class Reader {
    private static final String TOPIC = SingleBrokerCrashTest.TOPIC;

    private final Wire wire;
    private final History history;
    private final int partition;
    private long nextOffset;
    private int lastEpoch;
    private boolean paused = true;
    private boolean busy;

    Reader(Wire wire, History history, int partition) {
        this.wire = wire;
        this.history = history;
        this.partition = partition;
    }

    void pause() {
        paused = true;
    }

    /** Goes on, from the beginning again: what it read before may be gone. */
    void resume() {
        paused = false;
        nextOffset = 0;
        lastEpoch = 0;
        wire.loop().execute(this::step);
    }

    private void step() {
        if (paused || busy) {
            return;
        }
        busy = true;
        long from = nextOffset;
        wire.call(fetch(from, 200), 12, FetchResponse.class, response -> onFetched(from, response), this::again);
    }

    private void onFetched(long from, FetchResponse response) {
        if (!paused && from == nextOffset) {
            List<String> values = take(response.responses().get(0).partitions().get(0));
            for (String value : values) {
                history.onSeen(partition, nextOffset++, value);
            }
        }
        again();
    }

    private void again() {
        busy = false;
        wire.loop().schedule(10, this::step);
    }

    /** Reads all there is, while nobody writes; {@code done} gets the values from offset 0 on. */
    void readAll(Consumer<List<String>> done) {
        nextOffset = 0;
        lastEpoch = 0;
        readOn(new ArrayList<>(), done);
    }

    private void readOn(List<String> values, Consumer<List<String>> done) {
        wire.call(
                fetch(nextOffset, 0),
                12,
                FetchResponse.class,
                response -> {
                    FetchResponse.PartitionData data =
                            response.responses().get(0).partitions().get(0);
                    List<String> more = take(data);
                    nextOffset += more.size();
                    values.addAll(more);
                    if (data.errorCode() == 0 && nextOffset == data.highWatermark()) {
                        done.accept(values);
                    } else {
                        wire.loop().schedule(10, () -> readOn(values, done));
                    }
                },
                () -> wire.loop().schedule(50, () -> readOn(values, done)));
    }

    private List<String> take(FetchResponse.PartitionData data) {
        if (data.errorCode() == ErrorCode.OFFSET_OUT_OF_RANGE.code()) {
            throw new AssertionError("offset " + nextOffset + " of partition " + partition + " is out of range");
        }
        List<String> values = new ArrayList<>();
        if (data.errorCode() != 0 || data.records() == null) {
            return values;
        }
        Batches batches = new Batches(data.records().toBuffer());
        try (RecordReader reader = new RecordReader()) {
            while (batches.next()) {
                BatchView batch = batches.batch();
                check(batch.isCrcValid(), "checksum", batch);
                check(batch.leaderEpoch() >= lastEpoch, "leader epoch", batch);
                lastEpoch = batch.leaderEpoch();
                reader.open(batch);
                while (reader.next()) {
                    if (reader.offset() >= nextOffset) {
                        check(reader.offset() == nextOffset + values.size(), "offset", batch);
                        values.add(StandardCharsets.UTF_8
                                .decode(reader.value().duplicate())
                                .toString());
                    }
                }
            }
        }
        return values;
    }

    private void check(boolean holds, String what, BatchView batch) {
        if (!holds) {
            throw new AssertionError("wrong " + what + " in partition " + partition + ": " + batch);
        }
    }

    private FetchRequest fetch(long offset, int waitMs) {
        return new FetchRequest()
                .maxWaitMs(waitMs)
                .minBytes(1)
                .maxBytes(1 << 20)
                .topics(List.of(new FetchRequest.FetchTopic()
                        .topic(TOPIC)
                        .partitions(List.of(new FetchRequest.FetchPartition()
                                .partition(partition)
                                .fetchOffset(offset)
                                .partitionMaxBytes(1 << 20)))));
    }
}
