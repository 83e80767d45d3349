package dev.naru.broker.api;

import dev.naru.common.Uuid;
import dev.naru.common.config.ConfigView;
import dev.naru.controller.CreateTopics;
import dev.naru.controller.NewTopic;
import dev.naru.controller.Result;
import dev.naru.metadata.ClusterImage;
import dev.naru.protocol.ErrorCode;
import dev.naru.protocol.message.CreateTopicsRequest;
import dev.naru.protocol.message.CreateTopicsRequest.CreatableReplicaAssignment;
import dev.naru.protocol.message.CreateTopicsRequest.CreatableTopic;
import dev.naru.protocol.message.CreateTopicsResponse;
import dev.naru.protocol.message.CreateTopicsResponse.CreatableTopicConfigs;
import dev.naru.protocol.message.CreateTopicsResponse.CreatableTopicResult;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * CreateTopics 2–7. Each topic succeeds or fails by itself, with a message that says why. The answer comes once the topics
 * are in the metadata log and this broker serves its partitions of them; the request's timeout is not needed for that. From
 * version 5 on it tells the configuration each topic has, from version 7 on its id.
 *
 * <p>A topic named twice in a request is not created at all: INVALID_REQUEST, once.
 */
final class CreateTopicsHandler implements ApiHandler<CreateTopicsRequest> {
    private final ControllerGateway controller;
    private final ConfigView startedWith;
    private final int brokerId;

    CreateTopicsHandler(ControllerGateway controller, ConfigView startedWith, int brokerId) {
        this.controller = controller;
        this.startedWith = startedWith;
        this.brokerId = brokerId;
    }

    @Override
    public void handle(CreateTopicsRequest request, RequestContext context) {
        List<CreatableTopicResult> refused = new ArrayList<>();
        List<NewTopic> topics = new ArrayList<>();
        byName(request).forEach((name, same) -> {
            String problem = same.size() > 1 ? "Topic '" + name + "' is named twice." : duplicatePartition(same.get(0));
            if (problem == null) {
                topics.add(newTopic(same.get(0)));
            } else {
                ErrorCode error = same.size() > 1 ? ErrorCode.INVALID_REQUEST : ErrorCode.INVALID_REPLICA_ASSIGNMENT;
                refused.add(failure(name, error, problem));
            }
        });
        if (topics.isEmpty()) {
            context.respond(new CreateTopicsResponse().topics(refused));
            return;
        }
        controller.submit(
                new CreateTopics(topics, request.validateOnly()),
                context,
                results -> {
                    for (int index = 0; index < topics.size(); index++) {
                        refused.add(result(topics.get(index).name(), results.get(index), request, context.image()));
                    }
                    context.respond(new CreateTopicsResponse().topics(refused));
                },
                error -> {
                    topics.forEach(topic -> refused.add(failure(topic.name(), error, error.message())));
                    context.respond(new CreateTopicsResponse().topics(refused));
                });
    }

    private static Map<String, List<CreatableTopic>> byName(CreateTopicsRequest request) {
        Map<String, List<CreatableTopic>> byName = new LinkedHashMap<>();
        for (CreatableTopic topic : request.topics()) {
            byName.computeIfAbsent(topic.name(), name -> new ArrayList<>(1)).add(topic);
        }
        return byName;
    }

    private static @Nullable String duplicatePartition(CreatableTopic topic) {
        long distinct = topic.assignments().stream()
                .mapToInt(CreatableReplicaAssignment::partitionIndex)
                .distinct()
                .count();
        return distinct == topic.assignments().size() ? null : "A partition is assigned twice.";
    }

    private static NewTopic newTopic(CreatableTopic topic) {
        SortedMap<Integer, List<Integer>> assignment = new TreeMap<>();
        topic.assignments().forEach(partition -> assignment.put(partition.partitionIndex(), partition.brokerIds()));
        Map<String, @Nullable String> settings = new LinkedHashMap<>();
        topic.configs().forEach(config -> settings.put(config.name(), config.value()));
        return new NewTopic(topic.name(), topic.numPartitions(), topic.replicationFactor(), assignment, settings);
    }

    private CreatableTopicResult result(
            String name, Result<CreateTopics.Created> result, CreateTopicsRequest request, ClusterImage image) {
        if (result instanceof Result.Refused<CreateTopics.Created> refused) {
            return failure(name, ErrorCodes.of(refused.error()), refused.message());
        }
        CreateTopics.Created created = ((Result.Ok<CreateTopics.Created>) result).value();
        ConfigDescriptions descriptions = new ConfigDescriptions(startedWith, brokerId, image);
        return new CreatableTopicResult()
                .name(name)
                .topicId(request.validateOnly() ? Uuid.ZERO : created.id())
                .errorMessage(null)
                .numPartitions(created.partitionCount())
                .replicationFactor((short) created.replicationFactor())
                .configs(descriptions.ofTopic(created.settings()).stream()
                        .map(config -> new CreatableTopicConfigs()
                                .name(config.name())
                                .value(config.value())
                                .readOnly(config.readOnly())
                                .configSource(config.source())
                                .isSensitive(config.sensitive()))
                        .toList());
    }

    private static CreatableTopicResult failure(String name, ErrorCode error, String message) {
        return new CreatableTopicResult()
                .name(name)
                .errorCode(error.code())
                .errorMessage(message)
                .configs(List.of());
    }
}
