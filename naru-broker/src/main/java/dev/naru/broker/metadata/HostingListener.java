package dev.naru.broker.metadata;

import dev.naru.common.TopicPartition;
import dev.naru.common.Uuid;
import dev.naru.common.config.ConfigView;
import dev.naru.metadata.ClusterDelta;
import dev.naru.metadata.ClusterImage;
import dev.naru.metadata.ConfigResource;
import dev.naru.metadata.ConfigResourceType;
import dev.naru.metadata.ImageListener;
import dev.naru.metadata.PartitionImage;
import dev.naru.metadata.TopicDelta;
import dev.naru.metadata.TopicImage;
import dev.naru.replication.HostedPartitions;
import dev.naru.replication.HostedReplica;
import dev.naru.replication.PartitionAssignment;
import dev.naru.replication.PartitionConfig;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Makes the broker's partitions follow the cluster's metadata, and publishes each image once they have. The first image
 * opens the logs on disk; each one after it makes, changes and deletes what is different.
 *
 * <p>Threading: confined to the metadata loop, which owns the partitions' table too.
 */
public final class HostingListener implements ImageListener {
    private final int brokerId;
    private final TopicPartitionConfigs configs;
    private final HostedPartitions partitions;
    private final PublishedImage published;
    private final Loading loading;
    private boolean begun;

    /** Whoever waits for the partitions to be there. */
    public record Loading(Runnable done, Consumer<Throwable> failed) {}

    /** {@code loading} hears how the first image fared. */
    public HostingListener(
            int brokerId,
            ConfigView startedWith,
            HostedPartitions partitions,
            PublishedImage published,
            Loading loading) {
        this.brokerId = brokerId;
        this.configs = new TopicPartitionConfigs(startedWith, brokerId);
        this.partitions = partitions;
        this.published = published;
        this.loading = loading;
    }

    @Override
    public void onImage(ClusterImage image, ClusterDelta delta) {
        if (!begun) {
            begun = true;
            partitions.load(
                    allHosted(image),
                    () -> {
                        published.publish(image);
                        loading.done.run();
                    },
                    loading.failed);
            return;
        }
        List<HostedReplica> hosted = new ArrayList<>();
        List<TopicPartition> removed = new ArrayList<>();
        delta.topics().deleted().forEach(topic -> addRemoved(topic, removed));
        Set<String> reconfigured = reconfigured(image, delta);
        for (TopicDelta topic : delta.topics().changed()) {
            if (!reconfigured.contains(topic.name())) {
                addChanged(image, topic, hosted, removed);
            }
        }
        for (String name : reconfigured) {
            TopicImage topic = image.topic(name);
            if (topic != null) {
                addAll(image, topic, hosted);
            }
        }
        partitions.apply(hosted, removed, () -> published.publish(image));
    }

    private List<HostedReplica> allHosted(ClusterImage image) {
        List<HostedReplica> hosted = new ArrayList<>();
        for (Map.Entry<String, TopicImage> topic : image.topics().byName()) {
            addAll(image, topic.getValue(), hosted);
        }
        return hosted;
    }

    /** The topics whose partitions have to look at their settings again. */
    private Set<String> reconfigured(ClusterImage image, ClusterDelta delta) {
        Set<String> names = new HashSet<>();
        boolean concernsAll = delta.configs().changed().contains(ConfigResource.ALL_BROKERS)
                || delta.configs().changed().contains(ConfigResource.broker(brokerId));
        if (concernsAll) {
            image.topics().byName().forEach(topic -> names.add(topic.getKey()));
        }
        for (ConfigResource resource : delta.configs().changed()) {
            if (resource.type() == ConfigResourceType.TOPIC) {
                names.add(resource.name());
            }
        }
        return names;
    }

    private void addAll(ClusterImage image, TopicImage topic, List<HostedReplica> hosted) {
        PartitionConfig config = configs.of(image, topic.name());
        for (int number = 0; number < topic.partitionCount(); number++) {
            PartitionImage partition = topic.partition(number);
            if (partition != null && isHosted(partition)) {
                TopicPartition id = new TopicPartition(topic.name(), number);
                hosted.add(new HostedReplica(assignment(id, topic.id(), partition), config));
            }
        }
    }

    private void addChanged(
            ClusterImage image, TopicDelta topic, List<HostedReplica> hosted, List<TopicPartition> removed) {
        PartitionConfig config = configs.of(image, topic.name());
        topic.changedPartitions().forEach((number, partition) -> {
            TopicPartition id = new TopicPartition(topic.name(), number);
            if (isHosted(partition)) {
                hosted.add(new HostedReplica(assignment(id, topic.id(), partition), config));
            } else {
                removed.add(id);
            }
        });
    }

    private void addRemoved(TopicImage topic, List<TopicPartition> removed) {
        for (int number = 0; number < topic.partitionCount(); number++) {
            PartitionImage partition = topic.partition(number);
            if (partition != null && isHosted(partition)) {
                removed.add(new TopicPartition(topic.name(), number));
            }
        }
    }

    private boolean isHosted(PartitionImage partition) {
        return partition.replicas().contains(brokerId);
    }

    private static PartitionAssignment assignment(TopicPartition id, Uuid topicId, PartitionImage partition) {
        return new PartitionAssignment(
                id,
                topicId,
                partition.leader(),
                partition.leaderEpoch(),
                partition.partitionEpoch(),
                partition.replicas(),
                partition.isr());
    }
}
