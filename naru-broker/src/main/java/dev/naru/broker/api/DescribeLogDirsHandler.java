package dev.naru.broker.api;

import dev.naru.protocol.ErrorCode;
import dev.naru.protocol.message.DescribeLogDirsRequest;
import dev.naru.protocol.message.DescribeLogDirsRequest.DescribableLogDirTopic;
import dev.naru.protocol.message.DescribeLogDirsResponse;
import dev.naru.protocol.message.DescribeLogDirsResponse.DescribeLogDirsPartition;
import dev.naru.protocol.message.DescribeLogDirsResponse.DescribeLogDirsResult;
import dev.naru.protocol.message.DescribeLogDirsResponse.DescribeLogDirsTopic;
import dev.naru.replication.HostedPartitions;
import dev.naru.replication.HostedTopic;
import dev.naru.replication.Partition;
import dev.naru.storage.LogDirectoryInfo;
import dev.naru.storage.LogManager;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * DescribeLogDirs 1–5: each log directory of this broker with its size, and how much each partition there takes. Null asks
 * for all partitions. A partition that is not here is left out.
 */
final class DescribeLogDirsHandler implements ApiHandler<DescribeLogDirsRequest> {
    private final HostedPartitions partitions;
    private final LogManager logs;

    DescribeLogDirsHandler(HostedPartitions partitions, LogManager logs) {
        this.partitions = partitions;
        this.logs = logs;
    }

    /** A partition, and once it was asked, where it is and how large. Threading: handed from loop to loop. */
    private static final class Part {
        private final Partition partition;
        private Path directory = Path.of("");
        private long sizeBytes;

        Part(Partition partition) {
            this.partition = partition;
        }

        void measure() {
            directory = partition.log().directory().path();
            sizeBytes = partition.log().sizeBytes();
        }
    }

    @Override
    public void handle(DescribeLogDirsRequest request, RequestContext context) {
        List<Part> parts = parts(request);
        PerLoop.run(
                context,
                parts,
                part -> part.partition.loop(),
                (part, done) -> {
                    part.measure();
                    done.run();
                },
                () -> context.respond(new DescribeLogDirsResponse().results(results(parts))));
    }

    private List<Part> parts(DescribeLogDirsRequest request) {
        List<Part> parts = new ArrayList<>();
        List<DescribableLogDirTopic> asked = request.topics();
        if (asked == null) {
            for (HostedTopic topic : partitions.lookup().topics()) {
                topic.partitions().values().forEach(partition -> parts.add(new Part(partition)));
            }
            return parts;
        }
        Set<Partition> seen = new HashSet<>();
        for (DescribableLogDirTopic topic : asked) {
            HostedTopic hosted = partitions.lookup().byName(topic.topic());
            for (int index : topic.partitions()) {
                Partition partition = hosted == null ? null : hosted.partition(index);
                if (partition != null && seen.add(partition)) {
                    parts.add(new Part(partition));
                }
            }
        }
        return parts;
    }

    private List<DescribeLogDirsResult> results(List<Part> parts) {
        Map<Path, Map<String, List<DescribeLogDirsPartition>>> byDirectory = new HashMap<>();
        for (Part part : parts) {
            byDirectory
                    .computeIfAbsent(part.directory, directory -> new TreeMap<>())
                    .computeIfAbsent(part.partition.id().topic(), topic -> new ArrayList<>())
                    .add(new DescribeLogDirsPartition()
                            .partitionIndex(part.partition.id().partition())
                            .partitionSize(part.sizeBytes));
        }
        List<DescribeLogDirsResult> results = new ArrayList<>();
        for (LogDirectoryInfo directory : logs.directories()) {
            results.add(result(directory, byDirectory.getOrDefault(directory.path(), Map.of())));
        }
        return results;
    }

    private static DescribeLogDirsResult result(
            LogDirectoryInfo directory, Map<String, List<DescribeLogDirsPartition>> topics) {
        ErrorCode error = directory.online() ? ErrorCode.NONE : ErrorCode.KAFKA_STORAGE_ERROR;
        return new DescribeLogDirsResult()
                .errorCode(error.code())
                .logDir(directory.path().toString())
                .topics(topics.entrySet().stream()
                        .map(topic ->
                                new DescribeLogDirsTopic().name(topic.getKey()).partitions(topic.getValue()))
                        .toList())
                .totalBytes(directory.totalBytes())
                .usableBytes(directory.usableBytes());
    }
}
