package dev.naru.broker.api;

import dev.naru.controller.ConfigEdit;
import dev.naru.protocol.message.IncrementalAlterConfigsRequest;
import dev.naru.protocol.message.IncrementalAlterConfigsRequest.AlterConfigsResource;
import dev.naru.protocol.message.IncrementalAlterConfigsRequest.AlterableConfig;
import dev.naru.protocol.message.IncrementalAlterConfigsResponse;
import dev.naru.protocol.message.IncrementalAlterConfigsResponse.AlterConfigsResourceResponse;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * IncrementalAlterConfigs 0–1: sets, deletes, appends to and subtracts from single settings of topics and brokers, and sets
 * the levels of this broker's loggers until it ends. Answered once partitions and requests see the change.
 *
 * <p>Unlike Kafka a broker refuses a setting it does not know, where Kafka stores it and shows it as a secret without a
 * value; a change can go to any broker, not only to the one it is for; and an operation that does not exist is
 * INVALID_REQUEST rather than UNKNOWN_SERVER_ERROR.
 */
final class IncrementalAlterConfigsHandler implements ApiHandler<IncrementalAlterConfigsRequest> {
    private static final ConfigEdit.Kind[] KINDS = {
        ConfigEdit.Kind.SET, ConfigEdit.Kind.DELETE, ConfigEdit.Kind.APPEND, ConfigEdit.Kind.SUBTRACT
    };

    private final ControllerGateway controller;
    private final BrokerLoggers loggers;

    IncrementalAlterConfigsHandler(ControllerGateway controller, BrokerLoggers loggers) {
        this.controller = controller;
        this.loggers = loggers;
    }

    @Override
    public void handle(IncrementalAlterConfigsRequest request, RequestContext context) {
        ConfigAlteration alteration = new ConfigAlteration(false, loggers);
        for (AlterConfigsResource resource : request.resources()) {
            List<@Nullable ConfigEdit> edits = new ArrayList<>();
            resource.configs().forEach(config -> edits.add(edit(config)));
            alteration.add(resource.resourceType(), resource.resourceName(), edits);
        }
        alteration.run(
                controller,
                context,
                request.validateOnly(),
                items -> context.respond(new IncrementalAlterConfigsResponse()
                        .responses(items.stream()
                                .map(item -> new AlterConfigsResourceResponse()
                                        .resourceType(item.type())
                                        .resourceName(item.name())
                                        .errorCode(item.error().code())
                                        .errorMessage(item.message()))
                                .toList())));
    }

    private static @Nullable ConfigEdit edit(AlterableConfig config) {
        int operation = config.configOperation();
        return operation < 0 || operation >= KINDS.length
                ? null
                : new ConfigEdit(config.name(), KINDS[operation], config.value());
    }
}
