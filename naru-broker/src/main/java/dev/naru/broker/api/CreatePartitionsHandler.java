package dev.naru.broker.api;

import dev.naru.controller.CreatePartitions;
import dev.naru.controller.PartitionGrowth;
import dev.naru.controller.Result;
import dev.naru.protocol.ErrorCode;
import dev.naru.protocol.message.CreatePartitionsRequest;
import dev.naru.protocol.message.CreatePartitionsRequest.CreatePartitionsAssignment;
import dev.naru.protocol.message.CreatePartitionsRequest.CreatePartitionsTopic;
import dev.naru.protocol.message.CreatePartitionsResponse;
import dev.naru.protocol.message.CreatePartitionsResponse.CreatePartitionsTopicResult;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** CreatePartitions 0–3. A topic named twice in a request is not changed: INVALID_REQUEST, once. */
final class CreatePartitionsHandler implements ApiHandler<CreatePartitionsRequest> {
    private final ControllerGateway controller;

    CreatePartitionsHandler(ControllerGateway controller) {
        this.controller = controller;
    }

    @Override
    public void handle(CreatePartitionsRequest request, RequestContext context) {
        Map<String, List<CreatePartitionsTopic>> byName = new LinkedHashMap<>();
        for (CreatePartitionsTopic topic : request.topics()) {
            byName.computeIfAbsent(topic.name(), name -> new ArrayList<>(1)).add(topic);
        }
        List<CreatePartitionsTopicResult> results = new ArrayList<>();
        List<PartitionGrowth> growths = new ArrayList<>();
        byName.forEach((name, same) -> {
            if (same.size() > 1) {
                results.add(failure(name, ErrorCode.INVALID_REQUEST, "Topic '" + name + "' is named twice."));
            } else {
                growths.add(growth(same.get(0)));
            }
        });
        CreatePartitionsResponse response = new CreatePartitionsResponse().results(results);
        if (growths.isEmpty()) {
            context.respond(response);
            return;
        }
        controller.submit(
                new CreatePartitions(growths, request.validateOnly()),
                context,
                answers -> {
                    for (int index = 0; index < growths.size(); index++) {
                        results.add(result(growths.get(index).topic(), answers.get(index)));
                    }
                    context.respond(response);
                },
                error -> {
                    growths.forEach(growth -> results.add(failure(growth.topic(), error, error.message())));
                    context.respond(response);
                });
    }

    private static PartitionGrowth growth(CreatePartitionsTopic topic) {
        List<CreatePartitionsAssignment> assignments = topic.assignments();
        return new PartitionGrowth(
                topic.name(),
                topic.count(),
                assignments == null
                        ? null
                        : assignments.stream()
                                .map(CreatePartitionsAssignment::brokerIds)
                                .toList());
    }

    private static CreatePartitionsTopicResult result(String name, Result<Integer> answer) {
        return answer instanceof Result.Refused<Integer> refused
                ? failure(name, ErrorCodes.of(refused.error()), refused.message())
                : new CreatePartitionsTopicResult().name(name);
    }

    private static CreatePartitionsTopicResult failure(String name, ErrorCode error, String message) {
        return new CreatePartitionsTopicResult()
                .name(name)
                .errorCode(error.code())
                .errorMessage(message);
    }
}
