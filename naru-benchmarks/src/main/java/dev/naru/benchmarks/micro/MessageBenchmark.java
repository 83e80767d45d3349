package dev.naru.benchmarks.micro;

import dev.naru.common.BufferPayload;
import dev.naru.common.Payload;
import dev.naru.common.Uuid;
import dev.naru.protocol.MessageParts;
import dev.naru.protocol.MessageReader;
import dev.naru.protocol.message.FetchRequest;
import dev.naru.protocol.message.ProduceRequest;
import dev.naru.record.Compression;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.NullUnmarked;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** The two requests that matter: a Produce of one 64 KiB batch, and a Fetch of a hundred partitions. */
@NullUnmarked // JMH fills the fields
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class MessageBenchmark {
    private static final short PRODUCE_VERSION = 13;
    private static final short FETCH_VERSION = 18;
    private static final int FETCHED_PARTITIONS = 100;

    private ProduceRequest produce;
    private ByteBuffer produceBytes;
    private FetchRequest fetch;
    private ByteBuffer fetchBytes;

    @Setup
    public void prepare() {
        ByteBuffer batch = SampleBatches.batch(Compression.NONE, 1_000, 64 << 10);
        produce = new ProduceRequest()
                .acks((short) -1)
                .timeoutMs(30_000)
                .topicData(List.of(new ProduceRequest.TopicProduceData()
                        .topicId(new Uuid(1, 2))
                        .partitionData(List.of(new ProduceRequest.PartitionProduceData()
                                .index(0)
                                .records(new BufferPayload(batch))))));
        produceBytes = ByteBuffer.wrap(MessageParts.bytes(produce, PRODUCE_VERSION));
        List<FetchRequest.FetchPartition> partitions = new ArrayList<>();
        for (int i = 0; i < FETCHED_PARTITIONS; i++) {
            partitions.add(new FetchRequest.FetchPartition()
                    .partition(i)
                    .fetchOffset(i)
                    .partitionMaxBytes(1 << 20));
        }
        fetch = new FetchRequest()
                .maxWaitMs(500)
                .minBytes(1)
                .topics(List.of(
                        new FetchRequest.FetchTopic().topicId(new Uuid(1, 2)).partitions(partitions)));
        fetchBytes = ByteBuffer.wrap(MessageParts.bytes(fetch, FETCH_VERSION));
    }

    @Benchmark
    public ProduceRequest readProduce() {
        ProduceRequest request = new ProduceRequest();
        request.read(new MessageReader(produceBytes.duplicate()), PRODUCE_VERSION);
        return request;
    }

    @Benchmark
    public List<Payload> writeProduce() {
        return MessageParts.of(produce, PRODUCE_VERSION);
    }

    @Benchmark
    public FetchRequest readFetch() {
        FetchRequest request = new FetchRequest();
        request.read(new MessageReader(fetchBytes.duplicate()), FETCH_VERSION);
        return request;
    }

    @Benchmark
    public List<Payload> writeFetch() {
        return MessageParts.of(fetch, FETCH_VERSION);
    }
}
