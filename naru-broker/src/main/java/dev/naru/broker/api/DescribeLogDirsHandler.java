package dev.naru.broker.api;

import dev.naru.common.TopicPartition;
import dev.naru.common.runtime.IoPool;
import dev.naru.protocol.ErrorCode;
import dev.naru.protocol.message.DescribeLogDirsRequest;
import dev.naru.protocol.message.DescribeLogDirsRequest.DescribableLogDirTopic;
import dev.naru.protocol.message.DescribeLogDirsResponse;
import dev.naru.protocol.message.DescribeLogDirsResponse.DescribeLogDirsPartition;
import dev.naru.protocol.message.DescribeLogDirsResponse.DescribeLogDirsResult;
import dev.naru.protocol.message.DescribeLogDirsResponse.DescribeLogDirsTopic;
import dev.naru.storage.Log;
import dev.naru.storage.LogDirectoryInfo;
import dev.naru.storage.LogManager;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * DescribeLogDirs 1–5: each directory of {@code log.dirs} with the partitions in it and their sizes, and from version 4 on
 * the room on its file system. No topics named means none, null means all; what is not here is left out without an error.
 *
 * <p>A directory that has failed is KAFKA_STORAGE_ERROR and says nothing of its partitions. Replicas are never on their way
 * from one directory to another yet, so none is a future one and none lags behind.
 */
final class DescribeLogDirsHandler implements ApiHandler<DescribeLogDirsRequest> {
    private final LogManager logs;
    private final IoPool ioPool;

    DescribeLogDirsHandler(LogManager logs, IoPool ioPool) {
        this.logs = logs;
        this.ioPool = ioPool;
    }

    @Override
    public void handle(DescribeLogDirsRequest request, RequestContext context) {
        Map<String, Set<Integer>> asked = asked(request.topics());
        ioPool.submit(
                () -> describe(asked),
                context.loop(),
                response -> context.runOn(context.loop(), () -> context.respond(response)),
                cause -> context.closeConnection("log directories cannot be described: " + cause));
    }

    /** Partitions by topic; null for all there are. */
    private static @Nullable Map<String, Set<Integer>> asked(@Nullable List<DescribableLogDirTopic> topics) {
        if (topics == null) {
            return null;
        }
        Map<String, Set<Integer>> asked = new HashMap<>();
        topics.forEach(topic ->
                asked.computeIfAbsent(topic.topic(), name -> new HashSet<>()).addAll(topic.partitions()));
        return asked;
    }

    private DescribeLogDirsResponse describe(@Nullable Map<String, Set<Integer>> asked) {
        Map<Path, Map<String, List<Log>>> byDirectory = new HashMap<>();
        for (Log log : logs.logs()) {
            if (isAsked(log.partition(), asked)) {
                byDirectory
                        .computeIfAbsent(log.directoryPath(), path -> new TreeMap<>())
                        .computeIfAbsent(log.partition().topic(), topic -> new ArrayList<>())
                        .add(log);
            }
        }
        List<DescribeLogDirsResult> results = new ArrayList<>();
        for (LogDirectoryInfo directory : logs.directories()) {
            DescribeLogDirsResult result = new DescribeLogDirsResult()
                    .logDir(directory.path().toString())
                    .totalBytes(directory.totalBytes())
                    .usableBytes(directory.usableBytes());
            if (directory.online()) {
                result.topics(topics(byDirectory.getOrDefault(directory.path(), Map.of())));
            } else {
                result.errorCode(ErrorCode.KAFKA_STORAGE_ERROR.code());
            }
            results.add(result);
        }
        return new DescribeLogDirsResponse().results(results);
    }

    private static boolean isAsked(TopicPartition partition, @Nullable Map<String, Set<Integer>> asked) {
        return asked == null || asked.getOrDefault(partition.topic(), Set.of()).contains(partition.partition());
    }

    private static List<DescribeLogDirsTopic> topics(Map<String, List<Log>> logsByTopic) {
        List<DescribeLogDirsTopic> topics = new ArrayList<>();
        logsByTopic.forEach((name, logs) -> topics.add(new DescribeLogDirsTopic()
                .name(name)
                .partitions(logs.stream()
                        .sorted(Comparator.comparingInt(log -> log.partition().partition()))
                        .map(log -> new DescribeLogDirsPartition()
                                .partitionIndex(log.partition().partition())
                                .partitionSize(log.sizeBytes()))
                        .toList())));
        return topics;
    }
}
