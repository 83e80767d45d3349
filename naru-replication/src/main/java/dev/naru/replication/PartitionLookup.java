package dev.naru.replication;

import dev.naru.common.Uuid;
import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where requests find a broker's partitions, as they were at one moment. Threading: immutable. */
public final class PartitionLookup {
    static final PartitionLookup EMPTY = new PartitionLookup(Map.of(), Map.of());

    private final Map<String, HostedTopic> byName;
    private final Map<Uuid, HostedTopic> byId;

    PartitionLookup(Map<String, HostedTopic> byName, Map<Uuid, HostedTopic> byId) {
        this.byName = byName;
        this.byId = byId;
    }

    /** The topic of this name, or null if no partition of it is here. */
    public @Nullable HostedTopic byName(String topic) {
        return byName.get(topic);
    }

    /** The topic of this id, or null if no partition of it is here. */
    public @Nullable HostedTopic byId(Uuid topicId) {
        return byId.get(topicId);
    }

    /** All topics with a partition here. */
    public Collection<HostedTopic> topics() {
        return Collections.unmodifiableCollection(byName.values());
    }
}
