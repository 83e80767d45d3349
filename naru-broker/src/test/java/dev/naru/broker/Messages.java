package dev.naru.broker;

import dev.naru.common.BufferPayload;
import dev.naru.common.Payload;
import dev.naru.common.Uuid;
import dev.naru.protocol.message.FetchRequest;
import dev.naru.protocol.message.ListOffsetsRequest;
import dev.naru.protocol.message.ProduceRequest;
import dev.naru.record.BatchBuilder;
import dev.naru.record.Batches;
import dev.naru.record.Compression;
import dev.naru.record.RecordReader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Requests as a client would make them, and what is in the records that come back. */
final class Messages {
    static final int SIZE_MAX = 1 << 20;

    private Messages() {}

    static ByteBuffer batch(String... values) {
        return idempotentBatch(-1, (short) -1, -1, values);
    }

    static ByteBuffer idempotentBatch(long producerId, short epoch, int sequence, String... values) {
        try (BatchBuilder builder = new BatchBuilder(Compression.NONE, SIZE_MAX)) {
            builder.reset();
            if (producerId >= 0) {
                builder.producer(producerId, epoch, sequence);
            }
            long timestamp = 1000;
            for (String value : values) {
                builder.append(timestamp++, null, ByteBuffer.wrap(value.getBytes(StandardCharsets.UTF_8)), List.of());
            }
            ByteBuffer built = builder.build();
            return ByteBuffer.allocate(built.remaining()).put(built).flip();
        }
    }

    static ProduceRequest produce(String topic, int partition, int acks, ByteBuffer batch) {
        return new ProduceRequest()
                .acks((short) acks)
                .timeoutMs(1000)
                .topicData(List.of(new ProduceRequest.TopicProduceData()
                        .name(topic)
                        .partitionData(List.of(data(partition, batch)))));
    }

    static ProduceRequest.PartitionProduceData data(int partition, @Nullable ByteBuffer batch) {
        return new ProduceRequest.PartitionProduceData()
                .index(partition)
                .records(batch == null ? null : new BufferPayload(batch));
    }

    /** A whole fetch without a session. */
    static FetchRequest fetch(String topic, Uuid id, int partition, long offset) {
        return new FetchRequest()
                .maxWaitMs(500)
                .minBytes(1)
                .maxBytes(SIZE_MAX)
                .topics(List.of(new FetchRequest.FetchTopic()
                        .topic(topic)
                        .topicId(id)
                        .partitions(List.of(partition(partition, offset)))));
    }

    static FetchRequest.FetchPartition partition(int partition, long offset) {
        return new FetchRequest.FetchPartition()
                .partition(partition)
                .fetchOffset(offset)
                .partitionMaxBytes(SIZE_MAX);
    }

    static ListOffsetsRequest listOffsets(String topic, int partition, long timestamp) {
        return new ListOffsetsRequest()
                .replicaId(-1)
                .topics(List.of(new ListOffsetsRequest.ListOffsetsTopic()
                        .name(topic)
                        .partitions(List.of(new ListOffsetsRequest.ListOffsetsPartition()
                                .partitionIndex(partition)
                                .timestamp(timestamp)))));
    }

    /** The values of all whole batches, from {@code offset} on. */
    static List<String> values(@Nullable Payload records, long offset) {
        List<String> values = new ArrayList<>();
        if (records == null) {
            return values;
        }
        Batches batches = new Batches(records.toBuffer());
        try (RecordReader reader = new RecordReader()) {
            while (batches.next()) {
                reader.open(batches.batch());
                while (reader.next()) {
                    if (reader.offset() >= offset && reader.hasValue()) {
                        values.add(StandardCharsets.UTF_8
                                .decode(reader.value().duplicate())
                                .toString());
                    }
                }
            }
        }
        return values;
    }
}
