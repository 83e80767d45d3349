package dev.naru.broker.config;

import dev.naru.common.config.Allowed;
import dev.naru.common.config.ConfigKey;
import dev.naru.common.config.ConfigKeys;
import dev.naru.common.config.ConfigType;
import dev.naru.common.config.ConfigUnit;
import dev.naru.common.config.Importance;
import java.util.List;

/** The keys of {@code server.properties} that belong to the broker itself and to no other module. Threading: immutable. */
final class BrokerKeys {
    static final ConfigKey<Integer> BROKER_ID = ConfigKey.of("broker.id", ConfigType.INT, 0)
            .allow(Allowed.atLeast(0))
            .importance(Importance.HIGH)
            .means("Who this broker is in the cluster.");
    static final ConfigKey<Integer> NODE_ID = ConfigKey.optional("node.id", ConfigType.INT)
            .allow(Allowed.atLeast(0))
            .importance(Importance.HIGH)
            .means("The same as broker.id, and wins over it.");
    static final ConfigKey<String> RACK =
            ConfigKey.optional("broker.rack", ConfigType.STRING).means("Where this broker stands.");
    static final ConfigKey<List<String>> LOG_DIRS = ConfigKey.optional("log.dirs", ConfigType.LIST)
            .importance(Importance.HIGH)
            .means("Folders for the data, separated by commas, best on different disks; log.dir if not set.");
    static final ConfigKey<List<String>> LOG_DIR = ConfigKey.of("log.dir", ConfigType.LIST, List.of("data"))
            .importance(Importance.HIGH)
            .means("Folders for the data, where log.dirs is not set.");
    static final ConfigKey<Integer> LOOPS = ConfigKey.optional("naru.loops", ConfigType.INT)
            .allow(Allowed.between(1, 1024))
            .means("Event loops that connections and partitions share; one for every two cores if not set.");
    static final ConfigKey<Integer> BACKGROUND_THREADS = ConfigKey.of("background.threads", ConfigType.INT, 10)
            .allow(Allowed.between(1, 1024))
            .means("Threads for what may block: recovery, retention, deletion, fsync.");
    static final ConfigKey<Integer> NUM_PARTITIONS = ConfigKey.of("num.partitions", ConfigType.INT, 1)
            .allow(Allowed.atLeast(1))
            .means("Partitions of a topic that is created without saying how many.");
    static final ConfigKey<Integer> DEFAULT_REPLICATION_FACTOR = ConfigKey.of(
                    "default.replication.factor", ConfigType.INT, 1)
            .allow(Allowed.between(1, (int) Short.MAX_VALUE))
            .means("Replicas of a topic that is created without saying how many.");
    static final ConfigKey<Boolean> AUTO_CREATE_TOPICS = ConfigKey.of(
                    "auto.create.topics.enable", ConfigType.BOOLEAN, true)
            .importance(Importance.HIGH)
            .means("Whether a topic is created when a client that allows it asks for its metadata.");
    static final ConfigKey<Boolean> DELETE_TOPICS = ConfigKey.of("delete.topic.enable", ConfigType.BOOLEAN, true)
            .importance(Importance.HIGH)
            .means("Whether topics can be deleted.");
    static final ConfigKey<Integer> FETCH_MAX_BYTES = ConfigKey.of("fetch.max.bytes", ConfigType.INT, 57_671_680)
            .allow(Allowed.atLeast(1024))
            .in(ConfigUnit.BYTES)
            .means("The most record data in one fetch response, whatever the client asks for.");
    static final ConfigKey<Integer> FETCH_SESSION_SLOTS = ConfigKey.of(
                    "max.incremental.fetch.session.cache.slots", ConfigType.INT, 1000)
            .allow(Allowed.atLeast(0))
            .means("Incremental fetch sessions kept at most.");

    static final ConfigKeys ALL = ConfigKeys.of(
            BROKER_ID,
            NODE_ID,
            RACK,
            LOG_DIRS,
            LOG_DIR,
            LOOPS,
            BACKGROUND_THREADS,
            NUM_PARTITIONS,
            DEFAULT_REPLICATION_FACTOR,
            AUTO_CREATE_TOPICS,
            DELETE_TOPICS,
            FETCH_MAX_BYTES,
            FETCH_SESSION_SLOTS);

    private BrokerKeys() {}
}
