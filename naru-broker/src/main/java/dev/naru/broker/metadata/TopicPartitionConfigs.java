package dev.naru.broker.metadata;

import dev.naru.common.config.ConfigView;
import dev.naru.metadata.BrokerDefaults;
import dev.naru.metadata.ClusterImage;
import dev.naru.metadata.ConfigResource;
import dev.naru.metadata.TopicKeys;
import dev.naru.record.Compression;
import dev.naru.record.CompressionType;
import dev.naru.record.TimestampType;
import dev.naru.record.TopicRules;
import dev.naru.replication.PartitionConfig;
import dev.naru.storage.FlushConfig;
import dev.naru.storage.LogConfig;
import dev.naru.storage.RetentionConfig;
import dev.naru.storage.SegmentConfig;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Turns the settings of a topic, its own and those it falls back to, into what its partitions need.
 *
 * <p>Threading: immutable.
 */
final class TopicPartitionConfigs {
    private final ConfigView startedWith;
    private final int brokerId;

    TopicPartitionConfigs(ConfigView startedWith, int brokerId) {
        this.startedWith = startedWith;
        this.brokerId = brokerId;
    }

    PartitionConfig of(ClusterImage image, String topic) {
        BrokerDefaults defaults = new BrokerDefaults(
                startedWith,
                image.settings(ConfigResource.broker(brokerId)),
                image.settings(ConfigResource.ALL_BROKERS));
        Map<String, String> own = image.settings(ConfigResource.topic(topic));
        return new PartitionConfig(
                log(defaults, own), rules(defaults, own), defaults.topicValue(TopicKeys.MIN_INSYNC_REPLICAS, own));
    }

    private static LogConfig log(BrokerDefaults defaults, Map<String, String> own) {
        SegmentConfig segment = new SegmentConfig(
                defaults.topicValue(TopicKeys.SEGMENT_BYTES, own),
                defaults.topicValue(TopicKeys.SEGMENT_MS, own),
                defaults.topicValue(TopicKeys.SEGMENT_JITTER_MS, own),
                defaults.topicValue(TopicKeys.INDEX_INTERVAL_BYTES, own),
                defaults.topicValue(TopicKeys.SEGMENT_INDEX_BYTES, own));
        RetentionConfig retention = new RetentionConfig(
                defaults.topicValue(TopicKeys.CLEANUP_POLICY, own).contains("delete"),
                defaults.topicValue(TopicKeys.RETENTION_MS, own),
                defaults.topicValue(TopicKeys.RETENTION_BYTES, own),
                defaults.topicValue(TopicKeys.FILE_DELETE_DELAY_MS, own));
        FlushConfig flush = new FlushConfig(
                defaults.topicValue(TopicKeys.FLUSH_MESSAGES, own), defaults.topicValue(TopicKeys.FLUSH_MS, own));
        return new LogConfig(segment, retention, flush);
    }

    private static TopicRules rules(BrokerDefaults defaults, Map<String, String> own) {
        List<String> policies = defaults.topicValue(TopicKeys.CLEANUP_POLICY, own);
        String timestampType = defaults.topicValue(TopicKeys.MESSAGE_TIMESTAMP_TYPE, own);
        return new TopicRules(
                defaults.topicValue(TopicKeys.MAX_MESSAGE_BYTES, own),
                compression(defaults, own),
                timestampType.equals(TimestampType.LOG_APPEND_TIME.configName())
                        ? TimestampType.LOG_APPEND_TIME
                        : TimestampType.CREATE_TIME,
                defaults.topicValue(TopicKeys.MESSAGE_TIMESTAMP_BEFORE_MAX_MS, own),
                defaults.topicValue(TopicKeys.MESSAGE_TIMESTAMP_AFTER_MAX_MS, own),
                policies.contains("compact"));
    }

    /** Null where batches are stored as their producer compressed them. */
    private static @Nullable Compression compression(BrokerDefaults defaults, Map<String, String> own) {
        String name = defaults.topicValue(TopicKeys.COMPRESSION_TYPE, own);
        return switch (name) {
            case "gzip" -> leveled(CompressionType.GZIP, defaults.topicValue(TopicKeys.COMPRESSION_GZIP_LEVEL, own));
            case "lz4" -> leveled(CompressionType.LZ4, defaults.topicValue(TopicKeys.COMPRESSION_LZ4_LEVEL, own));
            case "zstd" -> leveled(CompressionType.ZSTD, defaults.topicValue(TopicKeys.COMPRESSION_ZSTD_LEVEL, own));
            case "snappy" -> Compression.of(CompressionType.SNAPPY);
            case "uncompressed" -> Compression.NONE;
            default -> null;
        };
    }

    private static Compression leveled(CompressionType type, int level) {
        return type.isLevel(level) ? new Compression(type, level) : Compression.of(type);
    }
}
