package dev.naru.broker.api;

import dev.naru.common.Uuid;
import dev.naru.controller.DeleteTopics;
import dev.naru.controller.Result;
import dev.naru.controller.TopicRef;
import dev.naru.metadata.ClusterImage;
import dev.naru.metadata.TopicImage;
import dev.naru.protocol.ErrorCode;
import dev.naru.protocol.message.DeleteTopicsRequest;
import dev.naru.protocol.message.DeleteTopicsRequest.DeleteTopicState;
import dev.naru.protocol.message.DeleteTopicsResponse;
import dev.naru.protocol.message.DeleteTopicsResponse.DeletableTopicResult;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * DeleteTopics 1–6: by name, from version 6 on also by id. When the answer comes nobody can read or write the topics any
 * more; their files go after {@code file.delete.delay.ms}.
 *
 * <p>Where deletion is switched off versions below 3 are told INVALID_REQUEST. A topic named twice in a request is
 * not deleted: INVALID_REQUEST, once. Unlike in Kafka, internal topics are not deleted either: INVALID_TOPIC_EXCEPTION, but
 * for the client id {@code __admin_client}.
 */
final class DeleteTopicsHandler implements ApiHandler<DeleteTopicsRequest> {
    private static final short STATES_SINCE = 6;
    private static final short DELETION_DISABLED_SINCE = 3;

    private final ControllerGateway controller;

    DeleteTopicsHandler(ControllerGateway controller) {
        this.controller = controller;
    }

    @Override
    public void handle(DeleteTopicsRequest request, RequestContext context) {
        List<DeletableTopicResult> results = new ArrayList<>();
        List<DeletableTopicResult> pending = new ArrayList<>();
        List<TopicRef> refs = new ArrayList<>();
        byTopic(topics(request, context.version()), context.image()).forEach((ref, same) -> {
            DeleteTopicState topic = same.get(0);
            DeletableTopicResult result =
                    new DeletableTopicResult().name(topic.name()).topicId(topic.topicId());
            results.add(result);
            if (!isNamedOneWay(topic)) {
                fail(result, ErrorCode.INVALID_REQUEST, "A topic is named by its name or by its id, one of the two.");
            } else if (same.size() > 1) {
                fail(result, ErrorCode.INVALID_REQUEST, "The topic is named twice.");
            } else if (isForbidden(topic, context)) {
                fail(result, ErrorCode.INVALID_TOPIC_EXCEPTION, "Groups and transactions live in internal topics.");
            } else {
                refs.add(ref);
                pending.add(result);
            }
        });
        DeleteTopicsResponse response = new DeleteTopicsResponse().responses(results);
        if (refs.isEmpty()) {
            context.respond(response);
            return;
        }
        controller.submit(
                new DeleteTopics(refs),
                context,
                answers -> {
                    for (int index = 0; index < pending.size(); index++) {
                        fill(pending.get(index), answers.get(index), context.version());
                    }
                    context.respond(response);
                },
                error -> {
                    pending.forEach(result -> fail(result, error, error.message()));
                    context.respond(response);
                });
    }

    private static boolean isForbidden(DeleteTopicState topic, RequestContext context) {
        TopicImage known = context.image().topics().get(topic.topicId());
        String name = topic.name() != null ? topic.name() : known == null ? "" : known.name();
        return InternalTopicRule.isForbidden(name, context);
    }

    private static List<DeleteTopicState> topics(DeleteTopicsRequest request, short version) {
        return version >= STATES_SINCE
                ? request.topics()
                : request.topicNames().stream()
                        .map(name -> new DeleteTopicState().name(name))
                        .toList();
    }

    private static boolean isNamedOneWay(DeleteTopicState topic) {
        return (topic.name() == null) != topic.topicId().isZero();
    }

    /** The topics as they were named, with a name and an id of the same topic under one key. */
    private static Map<TopicRef, List<DeleteTopicState>> byTopic(List<DeleteTopicState> topics, ClusterImage image) {
        Map<TopicRef, List<DeleteTopicState>> byTopic = new LinkedHashMap<>();
        for (DeleteTopicState topic : topics) {
            String name = topic.name();
            TopicImage known = name == null ? null : image.topic(name);
            Uuid id = known == null || !topic.topicId().isZero() ? topic.topicId() : known.id();
            TopicRef ref = name != null && id.isZero() ? new TopicRef.ByName(name) : new TopicRef.ById(id);
            byTopic.computeIfAbsent(ref, key -> new ArrayList<>(1)).add(topic);
        }
        return byTopic;
    }

    private static void fill(DeletableTopicResult result, Result<DeleteTopics.Deleted> answer, short version) {
        if (answer instanceof Result.Refused<DeleteTopics.Deleted> refused) {
            ErrorCode error = ErrorCodes.of(refused.error());
            boolean isUnknownToClient = error == ErrorCode.TOPIC_DELETION_DISABLED && version < DELETION_DISABLED_SINCE;
            fail(result, isUnknownToClient ? ErrorCode.INVALID_REQUEST : error, refused.message());
            return;
        }
        DeleteTopics.Deleted deleted = ((Result.Ok<DeleteTopics.Deleted>) answer).value();
        result.name(deleted.name()).topicId(deleted.id());
    }

    private static void fail(DeletableTopicResult result, ErrorCode error, String message) {
        result.errorCode(error.code()).errorMessage(message);
    }
}
