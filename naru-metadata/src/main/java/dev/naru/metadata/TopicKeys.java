package dev.naru.metadata;

import static dev.naru.common.config.Allowed.atLeast;
import static dev.naru.common.config.Allowed.between;
import static dev.naru.common.config.Allowed.oneOf;
import static dev.naru.common.config.Allowed.someOf;
import static dev.naru.common.config.ConfigUnit.BYTES;
import static dev.naru.common.config.ConfigUnit.MILLISECONDS;
import static dev.naru.common.config.ConfigUnit.RECORDS;

import dev.naru.common.config.Allowed;
import dev.naru.common.config.ConfigKey;
import dev.naru.common.config.ConfigType;
import dev.naru.common.config.Importance;
import java.util.List;

/**
 * The configuration keys of a topic: Kafka's names, types, defaults and ranges. A topic that does not set a key follows
 * its broker ({@link TopicConfigs#synonyms}).
 *
 * <p>Threading: immutable.
 */
public final class TopicKeys {
    private static final long FOREVER_MS = Long.MAX_VALUE;
    private static final long WEEK_MS = 7L * 24 * 60 * 60 * 1000;
    private static final long DAY_MS = 24L * 60 * 60 * 1000;
    private static final int ARRAY_SIZE_MAX = Integer.MAX_VALUE - 8;

    private TopicKeys() {}

    // Keeping and removing records.

    /** {@code cleanup.policy}. */
    public static final ConfigKey<List<String>> CLEANUP_POLICY = ConfigKey.of(
                    "cleanup.policy", ConfigType.LIST, List.of("delete"))
            .allow(someOf("compact", "delete"))
            .means("What happens to old segments: 'delete' drops those past retention.ms or retention.bytes, 'compact' "
                    + "keeps the newest record of each key, both together do both, and none keeps everything.");
    /** {@code retention.ms}. */
    public static final ConfigKey<Long> RETENTION_MS = millis("retention.ms", WEEK_MS)
            .allow(atLeast(-1L))
            .importance(Importance.HIGH)
            .means(
                    "With the delete policy, a segment is dropped once its newest record is older than this; -1 is never.");
    /** {@code retention.bytes}. */
    public static final ConfigKey<Long> RETENTION_BYTES = bytes("retention.bytes", -1)
            .importance(Importance.HIGH)
            .means("With the delete policy, the oldest segments of a partition are dropped while it is larger than "
                    + "this; -1 is no limit. It counts for each partition alone.");
    /** {@code delete.retention.ms}. */
    public static final ConfigKey<Long> DELETE_RETENTION_MS = millis("delete.retention.ms", DAY_MS)
            .allow(atLeast(0L))
            .means(
                    "How long compaction keeps a tombstone, so that a reader that is behind still learns of the deletion.");
    /** {@code min.compaction.lag.ms}. */
    public static final ConfigKey<Long> MIN_COMPACTION_LAG_MS = millis("min.compaction.lag.ms", 0)
            .allow(atLeast(0L))
            .means("A record stays uncompacted for at least this long.");
    /** {@code max.compaction.lag.ms}. */
    public static final ConfigKey<Long> MAX_COMPACTION_LAG_MS = millis("max.compaction.lag.ms", FOREVER_MS)
            .allow(atLeast(1L))
            .means("A record becomes due for compaction after this long, however clean the log is.");
    /** {@code min.cleanable.dirty.ratio}. */
    public static final ConfigKey<Double> MIN_CLEANABLE_DIRTY_RATIO = ConfigKey.of(
                    "min.cleanable.dirty.ratio", ConfigType.DOUBLE, 0.5)
            .allow(between(0.0, 1.0))
            .means("Compaction runs once this share of the log has not been compacted yet.");
    /** {@code file.delete.delay.ms}. */
    public static final ConfigKey<Long> FILE_DELETE_DELAY_MS = millis("file.delete.delay.ms", 60_000)
            .allow(atLeast(0L))
            .means("How long the files of a dropped segment stay on disk, for the readers that are still in them.");

    // What a record may be.

    /** {@code compression.type}. */
    public static final ConfigKey<String> COMPRESSION_TYPE = ConfigKey.of(
                    "compression.type", ConfigType.STRING, "producer")
            .allow(oneOf("uncompressed", "zstd", "lz4", "snappy", "gzip", "producer"))
            .means("How batches are compressed in the log; 'producer' keeps each as it came, which costs nothing.");
    /** {@code compression.gzip.level}. */
    public static final ConfigKey<Integer> COMPRESSION_GZIP_LEVEL = ConfigKey.of(
                    "compression.gzip.level", ConfigType.INT, -1)
            .allow(between(1, 9).or(-1))
            .means("Compression level when compression.type is gzip; -1 is the library's own.");
    /** {@code compression.lz4.level}. */
    public static final ConfigKey<Integer> COMPRESSION_LZ4_LEVEL = ConfigKey.of(
                    "compression.lz4.level", ConfigType.INT, 9)
            .allow(between(1, 17))
            .means("Compression level when compression.type is lz4.");
    /** {@code compression.zstd.level}. */
    public static final ConfigKey<Integer> COMPRESSION_ZSTD_LEVEL = ConfigKey.of(
                    "compression.zstd.level", ConfigType.INT, 3)
            .allow(between(-131_072, 22))
            .means("Compression level when compression.type is zstd.");
    /** {@code max.message.bytes}. */
    public static final ConfigKey<Integer> MAX_MESSAGE_BYTES = ConfigKey.of(
                    "max.message.bytes", ConfigType.INT, 1_048_588)
            .allow(atLeast(0))
            .in(BYTES)
            .importance(Importance.HIGH)
            .means("The largest record batch a producer may send, compressed, with its header.");
    /** {@code max.decompressed.message.bytes}. */
    public static final ConfigKey<Integer> MAX_DECOMPRESSED_MESSAGE_BYTES = ConfigKey.of(
                    "max.decompressed.message.bytes", ConfigType.INT, ARRAY_SIZE_MAX)
            .allow(between(1, ARRAY_SIZE_MAX))
            .in(BYTES)
            .means("The largest a record batch may become when the broker decompresses it.");
    /** {@code message.timestamp.type}. */
    public static final ConfigKey<String> MESSAGE_TIMESTAMP_TYPE = ConfigKey.of(
                    "message.timestamp.type", ConfigType.STRING, "CreateTime")
            .allow(oneOf("CreateTime", "LogAppendTime"))
            .means(
                    "Whose clock a record carries: the producer's (CreateTime) or the broker's at append (LogAppendTime).");
    /** {@code message.timestamp.before.max.ms}. */
    public static final ConfigKey<Long> MESSAGE_TIMESTAMP_BEFORE_MAX_MS = millis(
                    "message.timestamp.before.max.ms", FOREVER_MS)
            .allow(atLeast(0L))
            .means("With CreateTime, a record whose time is further than this behind the broker's clock is refused.");
    /** {@code message.timestamp.after.max.ms}. */
    public static final ConfigKey<Long> MESSAGE_TIMESTAMP_AFTER_MAX_MS = millis(
                    "message.timestamp.after.max.ms", 3_600_000)
            .allow(atLeast(0L))
            .means("With CreateTime, a record whose time is further than this ahead of the broker's clock is refused.");

    // Replication.

    /** {@code min.insync.replicas}. */
    public static final ConfigKey<Integer> MIN_INSYNC_REPLICAS = ConfigKey.of("min.insync.replicas", ConfigType.INT, 1)
            .allow(atLeast(1))
            .importance(Importance.HIGH)
            .means("With acks=all, a write is refused while fewer replicas than this are in sync.");
    /** {@code unclean.leader.election.enable}. */
    public static final ConfigKey<Boolean> UNCLEAN_LEADER_ELECTION_ENABLE = ConfigKey.of(
                    "unclean.leader.election.enable", ConfigType.BOOLEAN, false)
            .importance(Importance.HIGH)
            .means(
                    "Whether a replica that may lack acknowledged records can lead when no other is left. It loses data.");
    /** {@code leader.replication.throttled.replicas}. */
    public static final ConfigKey<List<String>> LEADER_THROTTLED_REPLICAS = ConfigKey.of(
                    "leader.replication.throttled.replicas", ConfigType.LIST, List.<String>of())
            .allow(throttledReplicas())
            .means("Replicas whose replication is throttled on the leader's side: partition:broker,…, or * for all.");
    /** {@code follower.replication.throttled.replicas}. */
    public static final ConfigKey<List<String>> FOLLOWER_THROTTLED_REPLICAS = ConfigKey.of(
                    "follower.replication.throttled.replicas", ConfigType.LIST, List.<String>of())
            .allow(throttledReplicas())
            .means("Replicas whose replication is throttled on the follower's side: partition:broker,…, or * for all.");

    // Files.

    /** {@code segment.bytes}. */
    public static final ConfigKey<Integer> SEGMENT_BYTES = ConfigKey.of("segment.bytes", ConfigType.INT, 1_073_741_824)
            .allow(atLeast(1_048_576))
            .in(BYTES)
            .means("A segment file is closed and a new one begun before it grows past this. Retention and compaction "
                    + "work on whole closed segments.");
    /** {@code segment.ms}. */
    public static final ConfigKey<Long> SEGMENT_MS = millis("segment.ms", WEEK_MS)
            .allow(atLeast(1L))
            .means(
                    "A segment is closed after this long even if it is small, so that retention and compaction reach it.");
    /** {@code segment.jitter.ms}. */
    public static final ConfigKey<Long> SEGMENT_JITTER_MS = millis("segment.jitter.ms", 0)
            .allow(atLeast(0L))
            .means("A random part of up to this is taken from segment.ms, so that not all segments roll at once.");
    /** {@code segment.index.bytes}. */
    public static final ConfigKey<Integer> SEGMENT_INDEX_BYTES = ConfigKey.of(
                    "segment.index.bytes", ConfigType.INT, 10_485_760)
            .allow(atLeast(4))
            .in(BYTES)
            .means("The largest an offset index grows before its segment is closed.");
    /** {@code index.interval.bytes}. */
    public static final ConfigKey<Integer> INDEX_INTERVAL_BYTES = ConfigKey.of(
                    "index.interval.bytes", ConfigType.INT, 4_096)
            .allow(atLeast(0))
            .in(BYTES)
            .means("How many bytes of log lie between two entries of its offset index.");
    /** {@code flush.messages}. */
    public static final ConfigKey<Long> FLUSH_MESSAGES = ConfigKey.of("flush.messages", ConfigType.LONG, Long.MAX_VALUE)
            .allow(atLeast(1L))
            .in(RECORDS)
            .means("The log is forced to disk after this many records. Left alone, replication is what protects data.");
    /** {@code flush.ms}. */
    public static final ConfigKey<Long> FLUSH_MS = millis("flush.ms", FOREVER_MS)
            .allow(atLeast(0L))
            .means("The log is forced to disk after this long. Left alone, replication is what protects data.");
    /** {@code preallocate}. */
    public static final ConfigKey<Boolean> PREALLOCATE = ConfigKey.of("preallocate", ConfigType.BOOLEAN, false)
            .means("Whether the space of a new segment is taken on disk at once.");

    // Tiered storage.

    /** {@code remote.storage.enable}. */
    public static final ConfigKey<Boolean> REMOTE_STORAGE_ENABLE = ConfigKey.of(
                    "remote.storage.enable", ConfigType.BOOLEAN, false)
            .means("Whether closed segments are copied to remote storage.");
    /** {@code remote.log.copy.disable}. */
    public static final ConfigKey<Boolean> REMOTE_LOG_COPY_DISABLE = ConfigKey.of(
                    "remote.log.copy.disable", ConfigType.BOOLEAN, false)
            .means("With remote storage, stops copying more segments there.");
    /** {@code remote.log.delete.on.disable}. */
    public static final ConfigKey<Boolean> REMOTE_LOG_DELETE_ON_DISABLE = ConfigKey.of(
                    "remote.log.delete.on.disable", ConfigType.BOOLEAN, false)
            .means("Whether turning remote storage off deletes what is there.");
    /** {@code remote.copy.lag.ms}. */
    public static final ConfigKey<Long> REMOTE_COPY_LAG_MS = millis("remote.copy.lag.ms", 0)
            .allow(atLeast(-1L))
            .means("With remote storage, how long a closed segment waits before it is copied.");
    /** {@code remote.copy.lag.bytes}. */
    public static final ConfigKey<Long> REMOTE_COPY_LAG_BYTES = bytes("remote.copy.lag.bytes", -1)
            .allow(atLeast(-1L))
            .means("With remote storage, how many bytes may follow a closed segment before it is copied.");
    /** {@code local.retention.ms}. */
    public static final ConfigKey<Long> LOCAL_RETENTION_MS = millis("local.retention.ms", -2)
            .allow(atLeast(-2L))
            .means(
                    "With remote storage, how long a copied segment also stays on local disk; -2 is as long as retention.ms.");
    /** {@code local.retention.bytes}. */
    public static final ConfigKey<Long> LOCAL_RETENTION_BYTES = bytes("local.retention.bytes", -2)
            .allow(atLeast(-2L))
            .means("With remote storage, how many bytes also stay on local disk; -2 is as many as retention.bytes.");

    // Share groups.

    /** {@code errors.deadletterqueue.group.enable}. */
    public static final ConfigKey<Boolean> DEAD_LETTER_QUEUE_GROUP_ENABLE = ConfigKey.of(
                    "errors.deadletterqueue.group.enable", ConfigType.BOOLEAN, false)
            .means("Whether share groups may use this topic for the records they give up on.");

    /** All of them, by name. */
    static List<ConfigKey<?>> all() {
        return List.of(
                CLEANUP_POLICY,
                COMPRESSION_GZIP_LEVEL,
                COMPRESSION_LZ4_LEVEL,
                COMPRESSION_TYPE,
                COMPRESSION_ZSTD_LEVEL,
                DELETE_RETENTION_MS,
                DEAD_LETTER_QUEUE_GROUP_ENABLE,
                FILE_DELETE_DELAY_MS,
                FLUSH_MESSAGES,
                FLUSH_MS,
                FOLLOWER_THROTTLED_REPLICAS,
                INDEX_INTERVAL_BYTES,
                LEADER_THROTTLED_REPLICAS,
                LOCAL_RETENTION_BYTES,
                LOCAL_RETENTION_MS,
                MAX_COMPACTION_LAG_MS,
                MAX_DECOMPRESSED_MESSAGE_BYTES,
                MAX_MESSAGE_BYTES,
                MESSAGE_TIMESTAMP_AFTER_MAX_MS,
                MESSAGE_TIMESTAMP_BEFORE_MAX_MS,
                MESSAGE_TIMESTAMP_TYPE,
                MIN_CLEANABLE_DIRTY_RATIO,
                MIN_COMPACTION_LAG_MS,
                MIN_INSYNC_REPLICAS,
                PREALLOCATE,
                REMOTE_COPY_LAG_BYTES,
                REMOTE_COPY_LAG_MS,
                REMOTE_LOG_COPY_DISABLE,
                REMOTE_LOG_DELETE_ON_DISABLE,
                REMOTE_STORAGE_ENABLE,
                RETENTION_BYTES,
                RETENTION_MS,
                SEGMENT_BYTES,
                SEGMENT_INDEX_BYTES,
                SEGMENT_JITTER_MS,
                SEGMENT_MS,
                UNCLEAN_LEADER_ELECTION_ENABLE);
    }

    private static ConfigKey<Long> millis(String name, long defaultMs) {
        return ConfigKey.of(name, ConfigType.LONG, defaultMs).in(MILLISECONDS);
    }

    private static ConfigKey<Long> bytes(String name, long defaultBytes) {
        return ConfigKey.of(name, ConfigType.LONG, defaultBytes).in(BYTES);
    }

    private static Allowed<List<String>> throttledReplicas() {
        return new Allowed<>(
                list -> list.equals(List.of("*"))
                        || list.stream().allMatch(entry -> entry.matches("[0-9]{1,9}:[0-9]{1,9}")),
                "partition:broker,partition:broker,… or *");
    }
}
