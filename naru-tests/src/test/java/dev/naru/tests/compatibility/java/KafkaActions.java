package dev.naru.tests.compatibility.java;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/**
 * What the tests ask of a Java client, in types of the JDK and of this package alone: the client of each version lives in a class
 * loader of its own, so nothing of Kafka may cross this line.
 */
public interface KafkaActions {
    void createTopic(String topic, int partitions, Map<String, String> configs) throws Exception;

    void deleteTopic(String topic) throws Exception;

    void createPartitions(String topic, int totalCount) throws Exception;

    int partitionCount(String topic) throws Exception;

    SortedMap<String, String> describeTopicConfig(String topic) throws Exception;

    /** Names and partitions of every topic the broker speaks of. */
    SortedMap<String, Integer> topics() throws Exception;

    void alterTopicConfig(String topic, String key, String value) throws Exception;

    /** Sends the messages in order and returns the offset each was acknowledged with, -1 where acks=0 leaves it unknown. */
    List<Long> produce(String topic, Map<String, Object> producerConfigs, List<Message> messages) throws Exception;

    /**
     * Runs one transaction under a producer of its own, which fences the one before.
     *
     * @param group whose offset in the topic's first partition is committed with it, as many as there are messages; null for none
     */
    void transact(String transactionalId, String topic, List<Message> messages, String group, boolean commit)
            throws Exception;

    /** Reads by assign and seek, without a group. */
    List<Message> fetch(String topic, int partition, long fromOffset, int count) throws Exception;

    /** The values of so many messages, read as a member of a group from where the group is; commits and leaves. */
    List<String> consumeInGroup(String topic, String group, int count) throws Exception;

    long beginningOffset(String topic, int partition) throws Exception;

    long endOffset(String topic, int partition) throws Exception;

    /** The first offset at or after the timestamp, or null when there is none. */
    Long offsetForTime(String topic, int partition, long timestampMs) throws Exception;

    void deleteRecordsBefore(String topic, int partition, long offset) throws Exception;

    void close() throws Exception;
}
