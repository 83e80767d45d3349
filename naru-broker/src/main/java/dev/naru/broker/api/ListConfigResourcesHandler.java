package dev.naru.broker.api;

import dev.naru.metadata.BrokerImage;
import dev.naru.metadata.ClusterImage;
import dev.naru.metadata.ConfigResource;
import dev.naru.metadata.ConfigResourceType;
import dev.naru.metadata.TopicImage;
import dev.naru.protocol.ErrorCode;
import dev.naru.protocol.message.ListConfigResourcesRequest;
import dev.naru.protocol.message.ListConfigResourcesResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/**
 * ListConfigResources 0–1: what can be described with DescribeConfigs: all topics, all brokers and their loggers, and the
 * groups for which something was set. No types named means all of them. Version 0 asks for client metrics alone, which have
 * no settings here. A type that does not exist is UNSUPPORTED_VERSION, as in Kafka.
 */
final class ListConfigResourcesHandler implements ApiHandler<ListConfigResourcesRequest> {
    private static final short WITH_TYPES_SINCE = 1;

    @Override
    public void handle(ListConfigResourcesRequest request, RequestContext context) {
        List<ConfigResource> listed = new ArrayList<>();
        List<Byte> types = request.resourceTypes();
        for (byte id : types) {
            ConfigResourceType type = ConfigResourceType.byId(id);
            if (type == null) {
                context.respond(new ListConfigResourcesResponse().errorCode(ErrorCode.UNSUPPORTED_VERSION.code()));
                return;
            }
        }
        for (ConfigResourceType type : ConfigResourceType.values()) {
            if (context.version() >= WITH_TYPES_SINCE && (types.isEmpty() || types.contains(type.id()))) {
                list(type, context.image(), listed);
            }
        }
        context.respond(new ListConfigResourcesResponse()
                .configResources(listed.stream()
                        .map(resource -> new ListConfigResourcesResponse.ConfigResource()
                                .resourceName(resource.name())
                                .resourceType(resource.type().id()))
                        .toList()));
    }

    private static void list(ConfigResourceType type, ClusterImage image, List<ConfigResource> listed) {
        switch (type) {
            case TOPIC -> {
                for (Map.Entry<String, TopicImage> topic : image.topics().byName()) {
                    listed.add(ConfigResource.topic(topic.getKey()));
                }
            }
            case BROKER, BROKER_LOGGER -> {
                for (Map.Entry<Integer, BrokerImage> broker : image.brokers()) {
                    listed.add(new ConfigResource(type, Integer.toString(broker.getKey())));
                }
            }
            case GROUP -> {
                for (Map.Entry<ConfigResource, SortedMap<String, String>> settings :
                        image.configs().byResource()) {
                    if (settings.getKey().type() == ConfigResourceType.GROUP) {
                        listed.add(settings.getKey());
                    }
                }
            }
            case CLIENT_METRICS -> {
                // None here.
            }
        }
    }
}
