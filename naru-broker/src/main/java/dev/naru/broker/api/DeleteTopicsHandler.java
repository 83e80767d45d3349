package dev.naru.broker.api;

import dev.naru.common.Uuid;
import dev.naru.controller.DeleteTopics;
import dev.naru.controller.Result;
import dev.naru.controller.TopicRef;
import dev.naru.protocol.ErrorCode;
import dev.naru.protocol.message.DeleteTopicsRequest;
import dev.naru.protocol.message.DeleteTopicsRequest.DeleteTopicState;
import dev.naru.protocol.message.DeleteTopicsResponse;
import dev.naru.protocol.message.DeleteTopicsResponse.DeletableTopicResult;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * DeleteTopics 1–6: by name, from version 6 on also by id. When the answer comes nobody can read or write the topics any
 * more; their files go after {@code file.delete.delay.ms}.
 *
 * <p>Where deletion is switched off versions below 3 are told INVALID_REQUEST. A topic named twice in a request is
 * INVALID_REQUEST the second time.
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
        Set<TopicRef> seen = new HashSet<>();
        for (DeleteTopicState topic : topics(request, context.version())) {
            DeletableTopicResult result =
                    new DeletableTopicResult().name(topic.name()).topicId(topic.topicId());
            results.add(result);
            TopicRef ref = ref(topic);
            if (ref == null) {
                fail(result, ErrorCode.INVALID_REQUEST, "A topic is named by its name or by its id, one of the two.");
            } else if (!seen.add(ref)) {
                fail(result, ErrorCode.INVALID_REQUEST, "The topic is named twice.");
            } else {
                refs.add(ref);
                pending.add(result);
            }
        }
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

    private static List<DeleteTopicState> topics(DeleteTopicsRequest request, short version) {
        return version >= STATES_SINCE
                ? request.topics()
                : request.topicNames().stream()
                        .map(name -> new DeleteTopicState().name(name))
                        .toList();
    }

    private static @Nullable TopicRef ref(DeleteTopicState topic) {
        String name = topic.name();
        Uuid id = topic.topicId();
        if (name == null) {
            return id.isZero() ? null : new TopicRef.ById(id);
        }
        return id.isZero() ? new TopicRef.ByName(name) : null;
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
