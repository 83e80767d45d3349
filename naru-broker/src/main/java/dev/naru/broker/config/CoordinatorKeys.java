package dev.naru.broker.config;

import dev.naru.common.config.Allowed;
import dev.naru.common.config.ConfigKey;
import dev.naru.common.config.ConfigKeys;
import dev.naru.common.config.ConfigType;
import dev.naru.common.config.ConfigUnit;
import dev.naru.common.config.ConfigView;
import dev.naru.coordinator.runtime.InternalTopic;

/** The keys of the internal topics, which count when a topic is created and never again. Threading: immutable. */
final class CoordinatorKeys {
    private static final int SEGMENT_SIZE_BYTES = 100 << 20;
    /** What {@code segment.bytes} allows: with less the topic would be refused, and the coordinators never start. */
    private static final int SEGMENT_SIZE_BYTES_MIN = 1 << 20;

    static final ConfigKey<Integer> OFFSETS_PARTITIONS = partitions("offsets.topic.num.partitions", "groups");
    static final ConfigKey<Integer> OFFSETS_REPLICAS = replicas("offsets.topic.replication.factor", "groups");
    static final ConfigKey<Integer> OFFSETS_SEGMENT_BYTES = segment("offsets.topic.segment.bytes", "groups");
    static final ConfigKey<Integer> TRANSACTIONS_PARTITIONS =
            partitions("transaction.state.log.num.partitions", "transactions");
    static final ConfigKey<Integer> TRANSACTIONS_REPLICAS =
            replicas("transaction.state.log.replication.factor", "transactions");
    static final ConfigKey<Integer> TRANSACTIONS_SEGMENT_BYTES =
            segment("transaction.state.log.segment.bytes", "transactions");
    static final ConfigKey<Integer> TRANSACTIONS_IN_SYNC_MIN = ConfigKey.of(
                    "transaction.state.log.min.isr", ConfigType.INT, 2)
            .allow(Allowed.atLeast(1))
            .means(
                    "How many replicas of the topic of transactions must be in sync for a write, at most as many as it has.");

    static final ConfigKeys ALL = ConfigKeys.of(
            OFFSETS_PARTITIONS,
            OFFSETS_REPLICAS,
            OFFSETS_SEGMENT_BYTES,
            TRANSACTIONS_PARTITIONS,
            TRANSACTIONS_REPLICAS,
            TRANSACTIONS_SEGMENT_BYTES,
            TRANSACTIONS_IN_SYNC_MIN);

    private CoordinatorKeys() {}

    static BrokerConfig.InternalTopics read(ConfigView view) {
        return new BrokerConfig.InternalTopics(
                new InternalTopic(
                        "__consumer_offsets",
                        "producer",
                        view.get(OFFSETS_PARTITIONS),
                        view.get(OFFSETS_REPLICAS),
                        1,
                        view.get(OFFSETS_SEGMENT_BYTES)),
                new InternalTopic(
                        "__transaction_state",
                        "uncompressed",
                        view.get(TRANSACTIONS_PARTITIONS),
                        view.get(TRANSACTIONS_REPLICAS),
                        view.get(TRANSACTIONS_IN_SYNC_MIN),
                        view.get(TRANSACTIONS_SEGMENT_BYTES)));
    }

    private static ConfigKey<Integer> partitions(String name, String of) {
        return ConfigKey.of(name, ConfigType.INT, 50)
                .allow(Allowed.between(1, 10_000))
                .means("Partitions of the topic of " + of + ". Has no effect once the topic is there.");
    }

    private static ConfigKey<Integer> replicas(String name, String of) {
        return ConfigKey.of(name, ConfigType.INT, 3)
                .allow(Allowed.between(1, (int) Short.MAX_VALUE))
                .means("Replicas of the topic of " + of
                        + "; one on a broker that is a cluster by itself. Has no effect once the topic is there.");
    }

    private static ConfigKey<Integer> segment(String name, String of) {
        return ConfigKey.of(name, ConfigType.INT, SEGMENT_SIZE_BYTES)
                .allow(Allowed.atLeast(SEGMENT_SIZE_BYTES_MIN))
                .in(ConfigUnit.BYTES)
                .means("Size of a segment of the topic of " + of + ". Has no effect once the topic is there.");
    }
}
