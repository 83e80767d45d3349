package dev.naru.broker.api;

import dev.naru.broker.metadata.PublishedImage;
import dev.naru.common.Uuid;
import dev.naru.controller.CreateTopics;
import dev.naru.controller.NewTopic;
import dev.naru.controller.Result;
import dev.naru.metadata.ClusterImage;
import dev.naru.metadata.PartitionImage;
import dev.naru.metadata.TopicImage;
import dev.naru.metadata.TopicNames;
import dev.naru.protocol.ErrorCode;
import dev.naru.protocol.message.MetadataRequest;
import dev.naru.protocol.message.MetadataResponse;
import dev.naru.protocol.message.MetadataResponse.MetadataResponseBroker;
import dev.naru.protocol.message.MetadataResponse.MetadataResponsePartition;
import dev.naru.protocol.message.MetadataResponse.MetadataResponseTopic;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Metadata 0–13: brokers, and topics with their leaders.
 *
 * <p>All topics are asked for by null, in version 0 by an empty list. Topics can be asked for by id from version 12 on; in
 * versions 10 and 11, where the field is there but never worked, that is INVALID_REQUEST. A topic that does not exist is
 * created if the client allows it (always, before version 4) and {@code auto.create.topics.enable} is on.
 *
 * <p>Differs from Kafka on purpose: the answer waits until such a topic is there and describes it, where Kafka answers
 * UNKNOWN_TOPIC_OR_PARTITION at once and has the client ask again. Internal topics are never created in this way.
 */
final class MetadataHandler implements ApiHandler<MetadataRequest> {
    private static final short NULL_IS_ALL_SINCE = 1;
    private static final short LISTENER_ERROR_SINCE = 6;
    private static final short TOPIC_ID_SINCE = 12;

    private final ControllerGateway controller;
    private final PublishedImage published;
    private final Cluster cluster;

    /** What the answer says about the cluster, and whether topics come about by being asked for. */
    record Cluster(BrokerServices.Identity identity, boolean autoCreatesTopics) {}

    MetadataHandler(ControllerGateway controller, PublishedImage published, Cluster cluster) {
        this.controller = controller;
        this.published = published;
        this.cluster = cluster;
    }

    @Override
    public void handle(MetadataRequest request, RequestContext context) {
        List<String> missing = missingNames(request, context);
        if (missing.isEmpty()) {
            context.respond(response(request, context, context.image(), Map.of()));
            return;
        }
        List<NewTopic> topics = missing.stream()
                .map(name -> new NewTopic(name, NewTopic.DEFAULT, NewTopic.DEFAULT, new TreeMap<>(), Map.of()))
                .toList();
        controller.submit(
                new CreateTopics(topics, false),
                context,
                results -> context.respond(response(request, context, published.current(), errors(missing, results))),
                error -> context.respond(response(request, context, published.current(), Map.of())));
    }

    /** The names that are to become topics. */
    private List<String> missingNames(MetadataRequest request, RequestContext context) {
        List<MetadataRequest.MetadataRequestTopic> topics = request.topics();
        if (topics == null || !request.allowAutoTopicCreation() || !cluster.autoCreatesTopics) {
            return List.of();
        }
        return topics.stream()
                .map(MetadataRequest.MetadataRequestTopic::name)
                .filter(name -> name != null && isCreatable(name, context.image()))
                .distinct()
                .toList();
    }

    private static boolean isCreatable(String name, ClusterImage image) {
        return image.topic(name) == null
                && TopicNames.problemWith(name) == null
                && !TopicNames.isInternal(name)
                && !TopicNames.isMetadataLog(name);
    }

    /** Why topics were not created. One that somebody else created meanwhile is simply there. */
    private static Map<String, ErrorCode> errors(List<String> names, List<Result<CreateTopics.Created>> results) {
        Map<String, ErrorCode> errors = new LinkedHashMap<>();
        for (int index = 0; index < names.size(); index++) {
            if (results.get(index) instanceof Result.Refused<CreateTopics.Created> refused) {
                errors.put(names.get(index), ErrorCodes.of(refused.error()));
            }
        }
        return errors;
    }

    private MetadataResponse response(
            MetadataRequest request, RequestContext context, ClusterImage image, Map<String, ErrorCode> errors) {
        ClientView view = new ClientView(image, context);
        Topics topics = new Topics(image, view, context.version(), request.includeTopicAuthorizedOperations());
        return new MetadataResponse()
                .brokers(view.brokers().stream()
                        .map(node -> new MetadataResponseBroker()
                                .nodeId(node.broker().id())
                                .host(node.endpoint().host())
                                .port(node.endpoint().port())
                                .rack(node.broker().contact().rack()))
                        .toList())
                .clusterId(cluster.identity.clusterId())
                .controllerId(cluster.identity.brokerId())
                .clusterAuthorizedOperations(
                        request.includeClusterAuthorizedOperations()
                                ? ClientView.CLUSTER_OPERATIONS
                                : ClientView.OPERATIONS_NOT_ASKED)
                .topics(topics.of(request, errors));
    }

    /** Describes topics in one version. */
    private record Topics(ClusterImage image, ClientView view, short version, boolean withOperations) {
        List<MetadataResponseTopic> of(MetadataRequest request, Map<String, ErrorCode> errors) {
            List<MetadataRequest.MetadataRequestTopic> asked = request.topics();
            List<MetadataResponseTopic> topics = new ArrayList<>();
            if (asked == null || (version < NULL_IS_ALL_SINCE && asked.isEmpty())) {
                image.topics().byName().forEach(topic -> topics.add(known(topic.getValue())));
                return topics;
            }
            for (MetadataRequest.MetadataRequestTopic topic : asked) {
                topics.add(of(topic.name(), topic.topicId(), errors));
            }
            return topics;
        }

        private MetadataResponseTopic of(@Nullable String name, Uuid id, Map<String, ErrorCode> errors) {
            if (version < TOPIC_ID_SINCE && (name == null || !id.isZero())) {
                return unknown(name == null ? "" : name, id, ErrorCode.INVALID_REQUEST);
            }
            if (name == null || !id.isZero()) {
                TopicImage topic = image.topics().get(id);
                return topic == null ? unknown(null, id, ErrorCode.UNKNOWN_TOPIC_ID) : known(topic);
            }
            TopicImage topic = image.topics().get(name);
            if (topic != null) {
                return known(topic);
            }
            ErrorCode error = TopicNames.problemWith(name) != null
                    ? ErrorCode.INVALID_TOPIC_EXCEPTION
                    : errors.getOrDefault(name, ErrorCode.UNKNOWN_TOPIC_OR_PARTITION);
            return unknown(name, Uuid.ZERO, error);
        }

        private MetadataResponseTopic unknown(@Nullable String name, Uuid id, ErrorCode error) {
            return new MetadataResponseTopic()
                    .errorCode(error.code())
                    .name(name)
                    .topicId(id)
                    .isInternal(name != null && TopicNames.isInternal(name));
        }

        private MetadataResponseTopic known(TopicImage topic) {
            List<MetadataResponsePartition> partitions = new ArrayList<>(topic.partitionCount());
            int index = 0;
            for (PartitionImage partition : topic.partitions()) {
                partitions.add(of(index++, partition));
            }
            return new MetadataResponseTopic()
                    .name(topic.name())
                    .topicId(topic.id())
                    .isInternal(TopicNames.isInternal(topic.name()))
                    .partitions(partitions)
                    .topicAuthorizedOperations(
                            withOperations ? ClientView.TOPIC_OPERATIONS : ClientView.OPERATIONS_NOT_ASKED);
        }

        private MetadataResponsePartition of(int index, PartitionImage partition) {
            ErrorCode error = view.leaderError(partition);
            if (error == ErrorCode.LISTENER_NOT_FOUND && version < LISTENER_ERROR_SINCE) {
                error = ErrorCode.LEADER_NOT_AVAILABLE;
            }
            return new MetadataResponsePartition()
                    .errorCode(error.code())
                    .partitionIndex(index)
                    .leaderId(view.leader(partition))
                    .leaderEpoch(partition.leaderEpoch())
                    .replicaNodes(partition.replicas())
                    .isrNodes(partition.isr())
                    .offlineReplicas(view.offlineReplicas(partition));
        }
    }
}
