package dev.naru.client.cluster;

import dev.naru.common.TopicPartition;
import dev.naru.common.Uuid;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * Ids of the topics of one request. Newer versions of some requests name topics by id alone, and can be used if all ids are known.
 *
 * <p>Threading: immutable.
 */
public final class TopicIds {
    /** None are known. */
    public static final TopicIds NONE = new TopicIds(Map.of(), false);

    private final Map<String, Uuid> ids;
    private final Map<Uuid, String> names = new HashMap<>();
    private final boolean complete;

    private TopicIds(Map<String, Uuid> ids, boolean complete) {
        this.ids = ids;
        this.complete = complete;
        ids.forEach((name, id) -> names.put(id, name));
    }

    /**
     * Those of the topics of these partitions.
     *
     * @param lookup the id of a topic, {@link Uuid#ZERO} if it is not known
     */
    public static TopicIds of(Collection<TopicPartition> partitions, Function<String, Uuid> lookup) {
        Map<String, Uuid> ids = new HashMap<>();
        partitions.forEach(partition -> ids.computeIfAbsent(partition.topic(), lookup));
        return new TopicIds(ids, ids.values().stream().noneMatch(Uuid::isZero));
    }

    /** Whether the id of every topic is known. */
    public boolean areComplete() {
        return complete;
    }

    /** The id of this topic, {@link Uuid#ZERO} if it is not known. */
    public Uuid id(String name) {
        return ids.getOrDefault(name, Uuid.ZERO);
    }

    /** The name of a topic in an answer, which gives it or the id. */
    String name(String name, Uuid id) {
        return name.isEmpty() ? names.getOrDefault(id, "") : name;
    }
}
