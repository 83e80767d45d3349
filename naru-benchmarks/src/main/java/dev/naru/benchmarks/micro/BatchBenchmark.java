package dev.naru.benchmarks.micro;

import dev.naru.record.BatchValidator;
import dev.naru.record.BatchView;
import dev.naru.record.Compression;
import dev.naru.record.CompressionType;
import dev.naru.record.RecordReader;
import dev.naru.record.TimestampType;
import dev.naru.record.TopicRules;
import dev.naru.record.Validation;
import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.NullUnmarked;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** What a batch of 64 KiB costs on its way in (checksum, validation) and when its records are read. */
@NullUnmarked // JMH fills the fields
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class BatchBenchmark {
    private static final int BATCH_SIZE_BYTES = 64 << 10;
    private static final long DAY_MS = 86_400_000L;

    @Param({"100", "1024"})
    public int recordSizeBytes;

    @Param({"none", "lz4", "zstd"})
    public String codec;

    private ByteBuffer batch;
    private BatchView view;
    private TopicRules rules;
    private BatchValidator validator;
    private RecordReader reader;

    @Setup
    public void prepare() {
        CompressionType type = CompressionType.valueOf(codec.toUpperCase(Locale.ROOT));
        batch = SampleBatches.batch(Compression.of(type), recordSizeBytes, BATCH_SIZE_BYTES);
        view = new BatchView().wrap(batch, 0);
        rules = new TopicRules(1 << 20, null, TimestampType.CREATE_TIME, Long.MAX_VALUE, DAY_MS, false);
        validator = new BatchValidator();
        reader = new RecordReader();
    }

    @TearDown
    public void close() {
        validator.close();
        reader.close();
    }

    @Benchmark
    public boolean checksum() {
        return view.isCrcValid();
    }

    @Benchmark
    public Validation validate() {
        return validator.validate(batch, rules, view.maxTimestamp());
    }

    @Benchmark
    public long readEveryRecord() {
        long bytes = 0;
        RecordReader records = reader.open(view);
        while (records.next()) {
            ByteBuffer value = records.value();
            bytes += value == null ? 0 : value.remaining();
        }
        return bytes;
    }
}
