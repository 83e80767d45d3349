package dev.naru.broker.api;

import dev.naru.broker.coordinator.CoordinatorShards;
import dev.naru.broker.coordinator.InternalTopics;
import dev.naru.coordinator.runtime.InternalTopic;
import dev.naru.metadata.BrokerImage;
import dev.naru.metadata.ClusterImage;
import dev.naru.metadata.PartitionImage;
import dev.naru.metadata.TopicImage;
import dev.naru.protocol.ErrorCode;
import dev.naru.protocol.message.FindCoordinatorRequest;
import dev.naru.protocol.message.FindCoordinatorResponse;
import dev.naru.protocol.message.FindCoordinatorResponse.Coordinator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * FindCoordinator 0–6: the broker that leads the partition a group or transactional id belongs to; from version 4 on for many
 * keys at once. The first question makes the internal topic and is answered once it is there, so that clients need not ask
 * again.
 *
 * <p>While nobody can answer for a key it gets COORDINATOR_NOT_AVAILABLE, which clients try again. Share groups are not
 * served: their key type is an INVALID_REQUEST.
 */
final class FindCoordinatorHandler implements ApiHandler<FindCoordinatorRequest> {
    private static final int BATCHED_SINCE = 4;
    private static final byte GROUP = 0;
    private static final byte TRANSACTION = 1;
    private static final int NOBODY = -1;

    private final InternalTopics internalTopics;
    private final Topics topics;

    /** The topics of the two kinds of coordinators. */
    record Topics(InternalTopic groups, InternalTopic transactions) {}

    FindCoordinatorHandler(InternalTopics internalTopics, Topics topics) {
        this.internalTopics = internalTopics;
        this.topics = topics;
    }

    @Override
    public void handle(FindCoordinatorRequest request, RequestContext context) {
        List<String> keys = context.version() < BATCHED_SINCE ? List.of(request.key()) : request.coordinatorKeys();
        InternalTopic topic = topic(request.keyType());
        if (topic == null) {
            respond(
                    context,
                    failures(
                            keys,
                            ErrorCode.INVALID_REQUEST,
                            "Key type " + request.keyType() + " is not served; 0 (group) and 1 (transaction) are."));
        } else if (keys.isEmpty()) {
            respond(context, List.of());
        } else {
            internalTopics.require(
                    topic,
                    context.loop(),
                    image -> context.runOn(
                            context.loop(), () -> respond(context, coordinators(keys, topic, image, context))),
                    () -> context.runOn(
                            context.loop(),
                            () -> respond(context, failures(keys, ErrorCode.COORDINATOR_NOT_AVAILABLE, null))));
        }
    }

    @Override
    public FindCoordinatorResponse onFailure(FindCoordinatorRequest request, ErrorCode error) {
        return new FindCoordinatorResponse()
                .errorCode(error.code())
                .nodeId(NOBODY)
                .port(NOBODY)
                .coordinators(failures(request.coordinatorKeys(), error, null));
    }

    private @Nullable InternalTopic topic(byte keyType) {
        return switch (keyType) {
            case GROUP -> topics.groups;
            case TRANSACTION -> topics.transactions;
            default -> null;
        };
    }

    private static List<Coordinator> coordinators(
            List<String> keys, InternalTopic topic, ClusterImage image, RequestContext context) {
        TopicImage found = image.topic(topic.name());
        return keys.stream().map(key -> coordinator(key, found, image, context)).toList();
    }

    private static Coordinator coordinator(
            String key, @Nullable TopicImage topic, ClusterImage image, RequestContext context) {
        PartitionImage partition =
                topic == null ? null : topic.partition(CoordinatorShards.partitionOf(key, topic.partitionCount()));
        BrokerImage leader = partition == null ? null : image.activeBroker(partition.leader());
        BrokerImage.Endpoint endpoint =
                leader == null ? null : leader.endpoint(context.connection().listenerName());
        return leader == null || endpoint == null
                ? failure(key, ErrorCode.COORDINATOR_NOT_AVAILABLE, null)
                : new Coordinator()
                        .key(key)
                        .nodeId(leader.id())
                        .host(endpoint.host())
                        .port(endpoint.port());
    }

    private static List<Coordinator> failures(List<String> keys, ErrorCode error, @Nullable String message) {
        return keys.stream().map(key -> failure(key, error, message)).toList();
    }

    private static Coordinator failure(String key, ErrorCode error, @Nullable String message) {
        return new Coordinator()
                .key(key)
                .nodeId(NOBODY)
                .port(NOBODY)
                .errorCode(error.code())
                .errorMessage(message);
    }

    private static void respond(RequestContext context, List<Coordinator> coordinators) {
        if (context.version() >= BATCHED_SINCE) {
            context.respond(new FindCoordinatorResponse().coordinators(coordinators));
            return;
        }
        Coordinator only = coordinators.get(0);
        context.respond(new FindCoordinatorResponse()
                .errorCode(only.errorCode())
                .errorMessage(only.errorMessage())
                .nodeId(only.nodeId())
                .host(only.host())
                .port(only.port()));
    }
}
