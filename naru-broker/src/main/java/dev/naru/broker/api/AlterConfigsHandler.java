package dev.naru.broker.api;

import dev.naru.controller.ConfigEdit;
import dev.naru.protocol.message.AlterConfigsRequest;
import dev.naru.protocol.message.AlterConfigsRequest.AlterConfigsResource;
import dev.naru.protocol.message.AlterConfigsResponse;
import dev.naru.protocol.message.AlterConfigsResponse.AlterConfigsResourceResponse;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * AlterConfigs 0–2, the older way: the settings of a topic or broker become those named, and no others. Two clients that
 * read, add one and write back lose each other's, which is why there is IncrementalAlterConfigs.
 *
 * <p>Unlike Kafka, which never answers a request that names a resource twice, both are INVALID_REQUEST.
 */
final class AlterConfigsHandler implements ApiHandler<AlterConfigsRequest> {
    private final ControllerGateway controller;
    private final BrokerLoggers loggers;

    AlterConfigsHandler(ControllerGateway controller, BrokerLoggers loggers) {
        this.controller = controller;
        this.loggers = loggers;
    }

    @Override
    public void handle(AlterConfigsRequest request, RequestContext context) {
        ConfigAlteration alteration = new ConfigAlteration(true, loggers);
        for (AlterConfigsResource resource : request.resources()) {
            List<@Nullable ConfigEdit> edits = new ArrayList<>();
            resource.configs()
                    .forEach(config -> edits.add(new ConfigEdit(config.name(), ConfigEdit.Kind.SET, config.value())));
            alteration.add(resource.resourceType(), resource.resourceName(), edits);
        }
        alteration.run(
                controller,
                context,
                request.validateOnly(),
                items -> context.respond(new AlterConfigsResponse()
                        .responses(items.stream()
                                .map(item -> new AlterConfigsResourceResponse()
                                        .resourceType(item.type())
                                        .resourceName(item.name())
                                        .errorCode(item.error().code())
                                        .errorMessage(item.message()))
                                .toList())));
    }
}
