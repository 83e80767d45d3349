package dev.naru.metadata;

import dev.naru.protocol.PersistedRecord;
import dev.naru.protocol.metadata.BrokerRegistrationChangeRecord;
import dev.naru.protocol.metadata.ConfigRecord;
import dev.naru.protocol.metadata.FeatureLevelRecord;
import dev.naru.protocol.metadata.FenceBrokerRecord;
import dev.naru.protocol.metadata.NoOpRecord;
import dev.naru.protocol.metadata.PartitionChangeRecord;
import dev.naru.protocol.metadata.PartitionRecord;
import dev.naru.protocol.metadata.ProducerIdsRecord;
import dev.naru.protocol.metadata.RegisterBrokerRecord;
import dev.naru.protocol.metadata.RemoveTopicRecord;
import dev.naru.protocol.metadata.TopicRecord;
import dev.naru.protocol.metadata.UnfenceBrokerRecord;
import dev.naru.protocol.metadata.UnregisterBrokerRecord;
import java.util.List;

/**
 * Replays metadata records on top of an image, then gives the next image and what is different in it. Replaying is the
 * only way an image comes about, at start-up as in service; that it knows every record the controller writes is tested by
 * writing an image out as records and reading it back.
 *
 * <p>Threading: confined to whoever replays; read by everybody afterwards.
 */
public final class ClusterDelta {
    private final ClusterImage base;
    private final TopicsDelta topics;
    private final BrokersDelta brokers;
    private final ConfigsDelta configs;
    private SortedTree<String, Short> features;
    private long nextProducerId;

    /** With nothing changed yet. */
    public ClusterDelta(ClusterImage base) {
        this.base = base;
        this.topics = new TopicsDelta(base.topics());
        this.brokers = new BrokersDelta(base.brokers());
        this.configs = new ConfigsDelta(base.configs());
        this.features = base.features();
        this.nextProducerId = base.nextProducerId();
    }

    /** The image that follows on {@code base} by these records alone, without the way there. */
    public static ClusterImage replay(ClusterImage base, List<PersistedRecord> records, LogPosition position) {
        ClusterDelta delta = new ClusterDelta(base);
        records.forEach(delta::replay);
        return delta.apply(position);
    }

    /** What it was before. */
    public ClusterImage base() {
        return base;
    }

    /** What changes about topics and partitions. */
    public TopicsDelta topics() {
        return topics;
    }

    /** What changes about brokers. */
    public BrokersDelta brokers() {
        return brokers;
    }

    /** What changes about settings. */
    public ConfigsDelta configs() {
        return configs;
    }

    /**
     * Takes one record.
     *
     * @throws MetadataException if the record makes no sense here or is of a type nobody here knows
     */
    public void replay(PersistedRecord message) {
        if (message instanceof PartitionRecord record) {
            topics.replay(record);
        } else if (message instanceof PartitionChangeRecord record) {
            topics.replay(record);
        } else if (message instanceof TopicRecord record) {
            topics.replay(record);
        } else if (message instanceof RemoveTopicRecord record) {
            configs.removeTopic(topics.replay(record));
        } else if (message instanceof ConfigRecord record) {
            configs.replay(record);
        } else if (message instanceof ProducerIdsRecord record) {
            nextProducerId = record.nextProducerId();
        } else if (message instanceof FeatureLevelRecord record) {
            replay(record);
        } else {
            replayBrokerRecord(message);
        }
    }

    private void replay(FeatureLevelRecord record) {
        features = record.featureLevel() == 0
                ? features.without(record.name())
                : features.with(record.name(), record.featureLevel());
    }

    private void replayBrokerRecord(PersistedRecord message) {
        if (message instanceof RegisterBrokerRecord record) {
            brokers.replay(record);
        } else if (message instanceof UnregisterBrokerRecord record) {
            brokers.replay(record);
        } else if (message instanceof FenceBrokerRecord record) {
            brokers.replay(record);
        } else if (message instanceof UnfenceBrokerRecord record) {
            brokers.replay(record);
        } else if (message instanceof BrokerRegistrationChangeRecord record) {
            brokers.replay(record);
        } else if (!(message instanceof NoOpRecord)) {
            throw new MetadataException("the metadata log holds a record this version of Naru does not know: "
                    + message.getClass().getSimpleName() + "; use the version that wrote it, or a newer one");
        }
    }

    /** The image after all records so far, which reach up to {@code position}. */
    public ClusterImage apply(LogPosition position) {
        return new ClusterImage(topics.apply(), brokers.apply(), configs.apply(), features, nextProducerId, position);
    }
}
