package dev.naru.metadata;

import dev.naru.protocol.PersistedRecord;
import dev.naru.protocol.metadata.ConfigRecord;
import dev.naru.protocol.metadata.FeatureLevelRecord;
import dev.naru.protocol.metadata.ProducerIdsRecord;
import dev.naru.protocol.metadata.RegisterBrokerRecord;
import dev.naru.protocol.metadata.TopicRecord;
import java.util.Map;
import java.util.SortedMap;
import java.util.function.Consumer;

/**
 * Writes an image out as the records that lead to it: what a snapshot holds. The features come first, as they say how to
 * read the rest.
 *
 * <p>Threading: stateless.
 */
public final class ImageRecords {
    private static final int NO_BROKER = -1;

    private ImageRecords() {}

    /** Hands all records to {@code to}, in an order in which they can be replayed. */
    public static void write(ClusterImage image, Consumer<PersistedRecord> to) {
        for (Map.Entry<String, Short> feature : image.features()) {
            to.accept(new FeatureLevelRecord().name(feature.getKey()).featureLevel(feature.getValue()));
        }
        for (Map.Entry<Integer, BrokerImage> broker : image.brokers()) {
            to.accept(registration(broker.getValue()));
        }
        for (Map.Entry<String, TopicImage> topic : image.topics().byName()) {
            writeTopic(topic.getValue(), to);
        }
        for (Map.Entry<ConfigResource, SortedMap<String, String>> resource :
                image.configs().byResource()) {
            writeSettings(resource.getKey(), resource.getValue(), to);
        }
        if (image.nextProducerId() > 0) {
            to.accept(new ProducerIdsRecord().brokerId(NO_BROKER).nextProducerId(image.nextProducerId()));
        }
    }

    private static void writeTopic(TopicImage topic, Consumer<PersistedRecord> to) {
        to.accept(new TopicRecord().name(topic.name()).topicId(topic.id()));
        int number = 0;
        for (PartitionImage partition : topic.partitions()) {
            to.accept(partition.toRecord(topic.id(), number++));
        }
    }

    private static void writeSettings(
            ConfigResource resource, SortedMap<String, String> settings, Consumer<PersistedRecord> to) {
        settings.forEach((name, value) -> to.accept(new ConfigRecord()
                .resourceType(resource.type().id())
                .resourceName(resource.name())
                .name(name)
                .value(value)));
    }

    /** The record that registers this broker as it is. */
    public static RegisterBrokerRecord registration(BrokerImage broker) {
        return new RegisterBrokerRecord()
                .brokerId(broker.id())
                .brokerEpoch(broker.epoch())
                .incarnationId(broker.incarnationId())
                .endPoints(broker.contact().endpoints().stream()
                        .map(endpoint -> new RegisterBrokerRecord.BrokerEndpoint()
                                .name(endpoint.listener())
                                .host(endpoint.host())
                                .port(endpoint.port())
                                .securityProtocol(endpoint.securityProtocol()))
                        .toList())
                .rack(broker.contact().rack())
                .fenced(broker.state().fenced())
                .inControlledShutdown(broker.state().inControlledShutdown())
                .logDirs(broker.capabilities().directories())
                .features(broker.capabilities().features().entrySet().stream()
                        .map(feature -> new RegisterBrokerRecord.BrokerFeature()
                                .name(feature.getKey())
                                .minSupportedVersion(feature.getValue().min())
                                .maxSupportedVersion(feature.getValue().max()))
                        .toList());
    }
}
