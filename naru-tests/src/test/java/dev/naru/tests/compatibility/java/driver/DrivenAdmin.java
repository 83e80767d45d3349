package dev.naru.tests.compatibility.java.driver;

import java.lang.reflect.Method;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.AdminClient;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * The admin client in every version. What was renamed or removed on the way is called by reflection.
 *
 * <p>Threading: one thread at a time.
 */
final class DrivenAdmin {
    private static final int ATTEMPTS_MAX = 100;

    private final AdminClient admin;

    DrivenAdmin(String bootstrap) {
        Properties configs = new Properties();
        configs.put("bootstrap.servers", bootstrap);
        this.admin = AdminClient.create(configs);
    }

    void createTopic(String topic, int partitions, Map<String, String> configs) throws Exception {
        NewTopic newTopic = new NewTopic(topic, partitions, (short) 1);
        admin.createTopics(List.of(newTopic.configs(configs))).all().get();
    }

    void deleteTopic(String topic) throws Exception {
        admin.deleteTopics(List.of(topic)).all().get();
    }

    void createPartitions(String topic, int totalCount) throws Exception {
        admin.createPartitions(Map.of(topic, NewPartitions.increaseTo(totalCount)))
                .all()
                .get();
    }

    /** Asks again while the broker that answers has not heard of the topic yet: creation is told to others afterwards. */
    int partitionCount(String topic) throws Exception {
        for (int attempt = 1; ; attempt++) {
            try {
                return describe(topic).partitions().size();
            } catch (ExecutionException e) {
                if (attempt == ATTEMPTS_MAX || !(e.getCause() instanceof UnknownTopicOrPartitionException)) {
                    throw e;
                }
                TimeUnit.MILLISECONDS.sleep(50);
            }
        }
    }

    private TopicDescription describe(String topic) throws Exception {
        Object described = admin.describeTopics(List.of(topic));
        // all() until 3.9, allTopicNames() since 3.1.
        Method names = has(described, "allTopicNames")
                ? described.getClass().getMethod("allTopicNames")
                : described.getClass().getMethod("all");
        KafkaFuture<?> all = (KafkaFuture<?>) names.invoke(described);
        return (TopicDescription) ((Map<?, ?>) all.get()).get(topic);
    }

    SortedMap<String, String> describeTopicConfig(String topic) throws Exception {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        Config config = admin.describeConfigs(List.of(resource)).all().get().get(resource);
        SortedMap<String, String> values = new TreeMap<>();
        for (ConfigEntry entry : config.entries()) {
            values.put(entry.name(), String.valueOf(entry.value()));
        }
        return values;
    }

    void alterTopicConfig(String topic, String key, String value) throws Exception {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        ConfigEntry entry = new ConfigEntry(key, value);
        if (has(admin, "incrementalAlterConfigs")) { // since 2.3
            Collection<AlterConfigOp> set = List.of(new AlterConfigOp(entry, AlterConfigOp.OpType.SET));
            admin.incrementalAlterConfigs(Map.of(resource, set)).all().get();
            return;
        }
        Method alter = AdminClient.class.getMethod("alterConfigs", Map.class); // until 3.9
        Object altered = alter.invoke(admin, Map.of(resource, new Config(List.of(entry))));
        ((KafkaFuture<?>) altered.getClass().getMethod("all").invoke(altered)).get();
    }

    void deleteRecordsBefore(TopicPartition partition, long offset) throws Exception {
        admin.deleteRecords(Map.of(partition, RecordsToDelete.beforeOffset(offset)))
                .all()
                .get();
    }

    void close() {
        admin.close();
    }

    private static boolean has(Object object, String method) {
        for (Method candidate : object.getClass().getMethods()) {
            if (candidate.getName().equals(method)) {
                return true;
            }
        }
        return false;
    }
}
