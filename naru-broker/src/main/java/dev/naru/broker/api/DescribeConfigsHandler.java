package dev.naru.broker.api;

import dev.naru.common.config.ConfigView;
import dev.naru.metadata.ConfigResource;
import dev.naru.metadata.ConfigResourceType;
import dev.naru.metadata.TopicNames;
import dev.naru.protocol.ErrorCode;
import dev.naru.protocol.message.DescribeConfigsRequest;
import dev.naru.protocol.message.DescribeConfigsRequest.DescribeConfigsResource;
import dev.naru.protocol.message.DescribeConfigsResponse;
import dev.naru.protocol.message.DescribeConfigsResponse.DescribeConfigsResourceResult;
import dev.naru.protocol.message.DescribeConfigsResponse.DescribeConfigsResult;
import dev.naru.protocol.message.DescribeConfigsResponse.DescribeConfigsSynonym;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * DescribeConfigs 1–4: the settings of topics and of this broker, with the value that counts, who set it, and if asked for
 * the other values behind it and what it means. The broker of the empty name stands for all brokers: what was set for them
 * while they ran. Values of secrets are null.
 *
 * <p>A broker's loggers are described with their levels; a group has settings whether it is there or not; client metrics have
 * none here: INVALID_REQUEST. A resource that is refused leaves the others alone; in Kafka one of an unknown type fails the whole request. Unlike Kafka, which calls that a default, the
 * retention of a topic that comes from {@code log.retention.minutes} in the broker's file is said to come from there.
 */
final class DescribeConfigsHandler implements ApiHandler<DescribeConfigsRequest> {
    /** A resource is a few bytes in the request and some forty settings in the response. */
    static final int RESOURCES_MAX = 20_000;

    private static final byte SOURCE_LOGGER = 6;

    private final ConfigView startedWith;
    private final int brokerId;
    private final BrokerLoggers loggers;

    DescribeConfigsHandler(ConfigView startedWith, int brokerId, BrokerLoggers loggers) {
        this.startedWith = startedWith;
        this.brokerId = brokerId;
        this.loggers = loggers;
    }

    @Override
    public void handle(DescribeConfigsRequest request, RequestContext context) {
        if (request.resources().size() > RESOURCES_MAX) {
            context.closeConnection(
                    "asks for " + request.resources().size() + " resources, more than " + RESOURCES_MAX);
            return;
        }
        ConfigDescriptions descriptions = new ConfigDescriptions(startedWith, brokerId, context.image());
        List<DescribeConfigsResult> results = new ArrayList<>();
        for (DescribeConfigsResource resource : request.resources()) {
            results.add(describe(resource, request, context, descriptions));
        }
        context.respond(new DescribeConfigsResponse().results(results));
    }

    private DescribeConfigsResult describe(
            DescribeConfigsResource resource,
            DescribeConfigsRequest request,
            RequestContext context,
            ConfigDescriptions descriptions) {
        ConfigResourceType type = ConfigResourceType.byId(resource.resourceType());
        DescribeConfigsResult result = new DescribeConfigsResult()
                .resourceType(resource.resourceType())
                .resourceName(resource.resourceName())
                .errorMessage("");
        if (type == ConfigResourceType.TOPIC) {
            return describeTopic(result, resource, request, context, descriptions);
        }
        if (type == ConfigResourceType.GROUP) {
            String name = resource.resourceName();
            return name.isEmpty()
                    ? fail(result, ErrorCode.INVALID_REQUEST, "A group's settings need the name of the group.")
                    : result.configs(selected(
                            descriptions.ofGroup(context.image().settings(ConfigResource.group(name))),
                            resource,
                            request));
        }
        if (type == ConfigResourceType.BROKER_LOGGER) {
            String problem = loggers.problemWith(resource.resourceName());
            return problem == null
                    ? result.configs(levels(resource))
                    : fail(result, ErrorCode.INVALID_REQUEST, problem);
        }
        if (type != ConfigResourceType.BROKER) {
            String what = type == null ? "resource of type " + resource.resourceType() : type.toString();
            return fail(result, ErrorCode.INVALID_REQUEST, "A " + what + " has no settings here.");
        }
        if (resource.resourceName().isEmpty()) {
            return result.configs(selected(descriptions.ofAllBrokers(), resource, request));
        }
        if (!resource.resourceName().equals(Integer.toString(brokerId))) {
            return fail(
                    result,
                    ErrorCode.INVALID_REQUEST,
                    "Broker " + brokerId + " was asked for the settings of broker " + resource.resourceName() + ".");
        }
        return result.configs(selected(descriptions.ofBroker(), resource, request));
    }

    private static DescribeConfigsResult describeTopic(
            DescribeConfigsResult result,
            DescribeConfigsResource resource,
            DescribeConfigsRequest request,
            RequestContext context,
            ConfigDescriptions descriptions) {
        String name = resource.resourceName();
        String problem = TopicNames.problemWith(name);
        if (problem != null) {
            return fail(result, ErrorCode.INVALID_TOPIC_EXCEPTION, problem + ".");
        }
        if (context.image().topic(name) == null) {
            return fail(result, ErrorCode.UNKNOWN_TOPIC_OR_PARTITION, "There is no topic named '" + name + "'.");
        }
        List<ConfigDescriptions.Description> all =
                descriptions.ofTopic(context.image().settings(ConfigResource.topic(name)));
        return result.configs(selected(all, resource, request));
    }

    private static List<DescribeConfigsResourceResult> selected(
            List<ConfigDescriptions.Description> all,
            DescribeConfigsResource resource,
            DescribeConfigsRequest request) {
        List<String> keys = resource.configurationKeys();
        return all.stream()
                .filter(config -> keys == null || keys.isEmpty() || keys.contains(config.name()))
                .map(config -> describe(config, request))
                .toList();
    }

    private List<DescribeConfigsResourceResult> levels(DescribeConfigsResource resource) {
        List<String> keys = resource.configurationKeys();
        List<DescribeConfigsResourceResult> levels = new ArrayList<>();
        loggers.levels().forEach((name, level) -> {
            if (keys == null || keys.isEmpty() || keys.contains(name)) {
                levels.add(new DescribeConfigsResourceResult()
                        .name(name)
                        .value(level)
                        .configSource(SOURCE_LOGGER));
            }
        });
        return levels;
    }

    private static DescribeConfigsResourceResult describe(
            ConfigDescriptions.Description config, DescribeConfigsRequest request) {
        return new DescribeConfigsResourceResult()
                .name(config.name())
                .value(config.value())
                .readOnly(config.readOnly())
                .configSource(config.source())
                .isSensitive(config.sensitive())
                .configType(config.type())
                .synonyms(request.includeSynonyms() ? synonyms(config) : List.of())
                .documentation(documentation(config, request));
    }

    private static @Nullable String documentation(
            ConfigDescriptions.Description config, DescribeConfigsRequest request) {
        return request.includeDocumentation() ? config.key().meaning() : null;
    }

    private static List<DescribeConfigsSynonym> synonyms(ConfigDescriptions.Description config) {
        return config.layers().stream()
                .map(layer -> new DescribeConfigsSynonym()
                        .name(layer.name())
                        .value(layer.text())
                        .source(ConfigDescriptions.number(layer.origin())))
                .toList();
    }

    private static DescribeConfigsResult fail(DescribeConfigsResult result, ErrorCode error, String message) {
        return result.errorCode(error.code()).errorMessage(message);
    }
}
