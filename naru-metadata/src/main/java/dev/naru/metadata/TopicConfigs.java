package dev.naru.metadata;

import static dev.naru.common.config.Allowed.atLeast;

import dev.naru.common.config.Allowed;
import dev.naru.common.config.ConfigKey;
import dev.naru.common.config.ConfigKeys;
import dev.naru.common.config.ConfigScope;
import dev.naru.common.config.ConfigType;
import dev.naru.common.config.ConfigUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The keys of a topic together with the broker keys they fall back to. {@code retention.ms}, for example, follows {@code
 * log.retention.ms}, then {@code log.retention.minutes}, then {@code log.retention.hours}: the first that is set wins, and
 * the last one's default counts when none is.
 *
 * <p>Threading: immutable.
 */
public final class TopicConfigs {
    private static final long MINUTE_MS = 60_000;
    private static final long HOUR_MS = 60 * MINUTE_MS;

    /** The keys of a topic, sorted by name. */
    public static final ConfigKeys KEYS = ConfigKeys.of(TopicKeys.all());

    /** A broker key that stands in for a topic key; its value times {@code factor} is the topic's. */
    public record Synonym(ConfigKey<?> brokerKey, long factor) {
        /** The topic's value for a value of the broker key, both as text. */
        public String toTopicText(String brokerText) {
            if (factor == 1) {
                return brokerText;
            }
            long value = Long.parseLong(brokerText);
            return Long.toString(value < 0 ? value : Math.multiplyExact(value, factor));
        }
    }

    private static final Map<String, List<Synonym>> SYNONYMS = synonyms();

    private TopicConfigs() {}

    /** The broker keys that stand in for a topic key, the strongest first; empty if only the topic can set it. */
    public static List<Synonym> synonyms(ConfigKey<?> topicKey) {
        return SYNONYMS.getOrDefault(topicKey.name(), List.of());
    }

    /** The topic key that a broker key stands in for, or null. */
    public static @Nullable ConfigKey<?> topicKeyOf(String brokerKeyName) {
        for (ConfigKey<?> topicKey : KEYS.all()) {
            for (Synonym synonym : synonyms(topicKey)) {
                if (synonym.brokerKey.name().equals(brokerKeyName)) {
                    return topicKey;
                }
            }
        }
        return null;
    }

    /** All broker keys that stand in for a topic key; the broker adds them to its own. */
    public static ConfigKeys brokerKeys() {
        List<ConfigKey<?>> keys = new ArrayList<>();
        SYNONYMS.values().forEach(list -> list.forEach(synonym -> keys.add(synonym.brokerKey)));
        return ConfigKeys.of(keys);
    }

    private static Map<String, List<Synonym>> synonyms() {
        Map<String, List<Synonym>> all = new LinkedHashMap<>();
        same(all, TopicKeys.CLEANUP_POLICY, "log.cleanup.policy");
        same(all, TopicKeys.RETENTION_BYTES, "log.retention.bytes");
        same(all, TopicKeys.DELETE_RETENTION_MS, "log.cleaner.delete.retention.ms");
        same(all, TopicKeys.MIN_COMPACTION_LAG_MS, "log.cleaner.min.compaction.lag.ms");
        same(all, TopicKeys.MAX_COMPACTION_LAG_MS, "log.cleaner.max.compaction.lag.ms");
        same(all, TopicKeys.MIN_CLEANABLE_DIRTY_RATIO, "log.cleaner.min.cleanable.ratio");
        same(all, TopicKeys.FILE_DELETE_DELAY_MS, "log.segment.delete.delay.ms");
        same(all, TopicKeys.COMPRESSION_TYPE, "compression.type");
        same(all, TopicKeys.COMPRESSION_GZIP_LEVEL, "compression.gzip.level");
        same(all, TopicKeys.COMPRESSION_LZ4_LEVEL, "compression.lz4.level");
        same(all, TopicKeys.COMPRESSION_ZSTD_LEVEL, "compression.zstd.level");
        same(all, TopicKeys.MAX_MESSAGE_BYTES, "message.max.bytes");
        same(all, TopicKeys.MAX_DECOMPRESSED_MESSAGE_BYTES, "max.decompressed.message.bytes");
        same(all, TopicKeys.MESSAGE_TIMESTAMP_TYPE, "log.message.timestamp.type");
        same(all, TopicKeys.MESSAGE_TIMESTAMP_BEFORE_MAX_MS, "log.message.timestamp.before.max.ms");
        same(all, TopicKeys.MESSAGE_TIMESTAMP_AFTER_MAX_MS, "log.message.timestamp.after.max.ms");
        same(all, TopicKeys.MIN_INSYNC_REPLICAS, "min.insync.replicas");
        same(all, TopicKeys.UNCLEAN_LEADER_ELECTION_ENABLE, "unclean.leader.election.enable");
        same(all, TopicKeys.SEGMENT_BYTES, "log.segment.bytes");
        same(all, TopicKeys.SEGMENT_INDEX_BYTES, "log.index.size.max.bytes");
        same(all, TopicKeys.INDEX_INTERVAL_BYTES, "log.index.interval.bytes");
        same(all, TopicKeys.FLUSH_MESSAGES, "log.flush.interval.messages");
        same(all, TopicKeys.PREALLOCATE, "log.preallocate");
        same(all, TopicKeys.LOCAL_RETENTION_MS, "log.local.retention.ms");
        same(all, TopicKeys.LOCAL_RETENTION_BYTES, "log.local.retention.bytes");
        same(all, TopicKeys.REMOTE_COPY_LAG_MS, "log.remote.copy.lag.ms");
        same(all, TopicKeys.REMOTE_COPY_LAG_BYTES, "log.remote.copy.lag.bytes");
        times(
                all,
                TopicKeys.RETENTION_MS,
                unset("log.retention.ms", ConfigType.LONG, ConfigUnit.MILLISECONDS, atLeast(-1L)),
                unset("log.retention.minutes", ConfigType.INT, ConfigUnit.MINUTES, atLeast(-1)),
                set("log.retention.hours", ConfigType.INT, 168, ConfigUnit.HOURS, atLeast(-1)));
        times(
                all,
                TopicKeys.SEGMENT_MS,
                unset("log.roll.ms", ConfigType.LONG, ConfigUnit.MILLISECONDS, atLeast(1L)),
                set("log.roll.hours", ConfigType.INT, 168, ConfigUnit.HOURS, atLeast(1)));
        times(
                all,
                TopicKeys.SEGMENT_JITTER_MS,
                unset("log.roll.jitter.ms", ConfigType.LONG, ConfigUnit.MILLISECONDS, atLeast(0L)),
                set("log.roll.jitter.hours", ConfigType.INT, 0, ConfigUnit.HOURS, atLeast(0)));
        times(
                all,
                TopicKeys.FLUSH_MS,
                unset("log.flush.interval.ms", ConfigType.LONG, ConfigUnit.MILLISECONDS, atLeast(0L)),
                set(
                        "log.flush.scheduler.interval.ms",
                        ConfigType.LONG,
                        Long.MAX_VALUE,
                        ConfigUnit.MILLISECONDS,
                        atLeast(0L)));
        return all;
    }

    private static <T> void same(Map<String, List<Synonym>> all, ConfigKey<T> topicKey, String brokerName) {
        all.put(
                topicKey.name(),
                List.of(new Synonym(topicKey.named(brokerName).changeable(ConfigScope.CLUSTER_WIDE), 1)));
    }

    private static void times(Map<String, List<Synonym>> all, ConfigKey<?> topicKey, ConfigKey<?>... brokerKeys) {
        List<Synonym> synonyms = new ArrayList<>();
        for (ConfigKey<?> key : brokerKeys) {
            synonyms.add(new Synonym(key.means("Default of the topics' " + topicKey + "."), factorOf(key.unit())));
        }
        all.put(topicKey.name(), List.copyOf(synonyms));
    }

    private static long factorOf(ConfigUnit unit) {
        return switch (unit) {
            case MINUTES -> MINUTE_MS;
            case HOURS -> HOUR_MS;
            case SECONDS -> 1_000;
            case MILLISECONDS, NONE, BYTES, RECORDS -> 1;
        };
    }

    private static <T> ConfigKey<T> unset(String name, ConfigType<T> type, ConfigUnit unit, Allowed<T> allowed) {
        // Kafka lets only the key in milliseconds be changed on a running broker.
        return ConfigKey.optional(name, type).in(unit).allow(allowed).changeable(scopeOf(unit));
    }

    private static <T> ConfigKey<T> set(
            String name, ConfigType<T> type, T defaultValue, ConfigUnit unit, Allowed<T> allowed) {
        return ConfigKey.of(name, type, defaultValue).in(unit).allow(allowed);
    }

    private static ConfigScope scopeOf(ConfigUnit unit) {
        return unit == ConfigUnit.MILLISECONDS ? ConfigScope.CLUSTER_WIDE : ConfigScope.READ_ONLY;
    }
}
