package dev.naru.broker.config;

import dev.naru.common.config.ConfigException;
import dev.naru.common.config.ConfigKeys;
import dev.naru.common.config.ConfigSources;
import dev.naru.common.config.ConfigView;
import dev.naru.coordinator.group.GroupConfig;
import dev.naru.coordinator.runtime.InternalTopic;
import dev.naru.coordinator.transaction.TransactionConfig;
import dev.naru.metadata.BrokerDefaults;
import dev.naru.metadata.TopicConfigs;
import dev.naru.network.ConnectionLimits;
import dev.naru.network.ConnectionQuota;
import dev.naru.network.Listeners;
import dev.naru.storage.LogManagerConfig;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Everything an operator can say about a broker, read and checked once, at start-up. It is made of small records; whoever
 * needs a setting receives its own record and never this one.
 *
 * <p>Threading: immutable.
 *
 * @param view all keys as they were set, for DescribeConfigs and for the defaults of topics
 */
public record BrokerConfig(
        ConfigView view,
        Node node,
        Listeners listeners,
        Network network,
        LogManagerConfig logs,
        TopicCreation topics,
        Fetching fetching,
        InternalTopics internalTopics,
        Transactions transactions,
        GroupConfig groups) {
    /** Every key of a broker, those of the topics' defaults included. */
    public static final ConfigKeys KEYS = BrokerKeys.ALL
            .and(ListenerKeys.ALL)
            .and(NetworkKeys.ALL)
            .and(LogKeys.ALL)
            .and(CoordinatorKeys.ALL)
            .and(TransactionKeys.ALL)
            .and(GroupKeys.ALL)
            .and(TopicConfigs.brokerKeys())
            .ignoring(IgnoredKeys.REASONS);

    /**
     * Who this broker is and what it runs on.
     *
     * @param loops how many event loops, or null for one for every two cores
     */
    public record Node(
            int brokerId, @Nullable String rack, @Nullable Integer loops, int backgroundThreads) {}

    /** What sockets and connections may take. */
    public record Network(
            int requestSizeBytesMax, long queuedBytesMax, ConnectionLimits limits, ConnectionQuota quota) {}

    /** How topics come and go. */
    public record TopicCreation(int partitions, int replicationFactor, boolean autoCreate, boolean deletionEnabled) {}

    /** The topics coordinators keep their records in. */
    public record InternalTopics(InternalTopic groups, InternalTopic transactions) {}

    /**
     * What transactions may take.
     *
     * @param verified whether old producers' transactions are checked where they begin
     * @param beginRetryMs how long to wait before asking again to begin one, while the one before ends
     * @param beginRetryMsMax how long to go on asking
     */
    public record Transactions(
            TransactionConfig coordinator, boolean verified, int beginRetryMs, int beginRetryMsMax) {}

    /** What consumers get at most. */
    public record Fetching(int responseSizeBytesMax, int sessionsMax) {}

    /**
     * Reads the configuration from what was set.
     *
     * @throws ConfigException if values contradict each other
     */
    public static BrokerConfig of(ConfigView view) throws ConfigException {
        Integer nodeId = view.find(BrokerKeys.NODE_ID);
        return new BrokerConfig(
                view,
                new Node(
                        nodeId == null ? view.get(BrokerKeys.BROKER_ID) : nodeId,
                        view.find(BrokerKeys.RACK),
                        view.find(BrokerKeys.LOOPS),
                        view.get(BrokerKeys.BACKGROUND_THREADS)),
                ListenerKeys.read(view),
                new Network(
                        view.get(NetworkKeys.REQUEST_BYTES_MAX),
                        NetworkKeys.queuedBytesMax(view),
                        NetworkKeys.limits(view),
                        NetworkKeys.quota(new BrokerDefaults(view, Map.of(), Map.of()))),
                LogKeys.read(view, logDirectories(view)),
                new TopicCreation(
                        view.get(BrokerKeys.NUM_PARTITIONS),
                        view.get(BrokerKeys.DEFAULT_REPLICATION_FACTOR),
                        view.get(BrokerKeys.AUTO_CREATE_TOPICS),
                        view.get(BrokerKeys.DELETE_TOPICS)),
                new Fetching(view.get(BrokerKeys.FETCH_MAX_BYTES), view.get(BrokerKeys.FETCH_SESSION_SLOTS)),
                CoordinatorKeys.read(view),
                TransactionKeys.read(view),
                GroupKeys.read(view));
    }

    /**
     * How many connections there may be with the settings of now. Host names in them are looked up, which may block.
     *
     * @throws ConfigException if a host is unknown
     */
    public static ConnectionQuota quota(BrokerDefaults now) throws ConfigException {
        return NetworkKeys.quota(now);
    }

    /** The configuration with these settings and nothing else, for tests and tools. */
    public static BrokerConfig of(Map<String, String> settings) throws ConfigException {
        List<String> assignments = settings.entrySet().stream()
                .map(setting -> setting.getKey() + "=" + setting.getValue())
                .toList();
        return of(new ConfigSources(KEYS).commandLine(assignments).read());
    }

    private static List<Path> logDirectories(ConfigView view) throws ConfigException {
        List<String> names = view.find(BrokerKeys.LOG_DIRS);
        if (names == null) {
            names = view.get(BrokerKeys.LOG_DIR);
        }
        List<Path> directories = names.stream()
                .map(name -> Path.of(name).toAbsolutePath().normalize())
                .distinct()
                .toList();
        if (directories.isEmpty() || names.contains("")) {
            throw new ConfigException("log.dirs is empty; expected at least one folder.");
        }
        if (directories.size() < names.size()) {
            throw new ConfigException("log.dirs names a folder twice.");
        }
        return directories;
    }
}
