package dev.naru.client.admin;

import dev.naru.client.cluster.Ask;
import dev.naru.client.cluster.Cluster;
import dev.naru.protocol.ApiResponse;
import dev.naru.protocol.message.DescribeConfigsRequest;
import dev.naru.protocol.message.DescribeConfigsResponse;
import dev.naru.protocol.message.IncrementalAlterConfigsRequest;
import dev.naru.protocol.message.IncrementalAlterConfigsResponse;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Settings. Threading: confined to the client's loop. */
final class ConfigCalls {
    private final Cluster cluster;
    private final int requestMs;

    ConfigCalls(Cluster cluster) {
        this.cluster = cluster;
        this.requestMs = cluster.config().timeouts().requestMs();
    }

    CompletableFuture<List<ConfigEntry>> describe(ConfigResource resource, boolean documented) {
        DescribeConfigsRequest request = new DescribeConfigsRequest()
                .resources(List.of(new DescribeConfigsRequest.DescribeConfigsResource()
                        .resourceType(resource.type().code())
                        .resourceName(resource.name())
                        .configurationKeys(null)))
                .includeSynonyms(true)
                .includeDocumentation(documented);
        Ask<DescribeConfigsResponse> ask = Ask.of(request, DescribeConfigsResponse.class, requestMs);
        return cluster.retries()
                .call(
                        "describing the settings of " + resource,
                        () -> ask(resource, ask).thenApply(response -> {
                            DescribeConfigsResponse.DescribeConfigsResult result =
                                    Answers.only(response.results(), resource.toString());
                            Answers.check(result.errorCode(), resource.toString(), result.errorMessage());
                            return result.configs().stream()
                                    .map(ConfigCalls::entry)
                                    .sorted(Comparator.comparing(ConfigEntry::name))
                                    .toList();
                        }));
    }

    CompletableFuture<@Nullable Void> alter(ConfigResource resource, List<ConfigChange> changes, boolean validateOnly) {
        IncrementalAlterConfigsRequest request = new IncrementalAlterConfigsRequest()
                .resources(List.of(new IncrementalAlterConfigsRequest.AlterConfigsResource()
                        .resourceType(resource.type().code())
                        .resourceName(resource.name())
                        .configs(changes.stream()
                                .map(change -> new IncrementalAlterConfigsRequest.AlterableConfig()
                                        .name(change.name())
                                        .configOperation(change.operation().code())
                                        .value(change.value()))
                                .toList())))
                .validateOnly(validateOnly);
        Ask<IncrementalAlterConfigsResponse> ask = Ask.of(request, IncrementalAlterConfigsResponse.class, requestMs);
        return cluster.retries()
                .call(
                        "changing the settings of " + resource,
                        () -> ask(resource, ask).thenApply(response -> {
                            IncrementalAlterConfigsResponse.AlterConfigsResourceResponse result =
                                    Answers.only(response.responses(), resource.toString());
                            Answers.check(result.errorCode(), resource.toString(), result.errorMessage());
                            return null;
                        }));
    }

    /** A broker answers for its own settings; for everything else any broker does. */
    private <S extends ApiResponse> CompletableFuture<S> ask(ConfigResource resource, Ask<S> ask) {
        boolean oneBroker = resource.type() == ConfigResource.Type.BROKER
                && !resource.name().isEmpty();
        return oneBroker ? cluster.askBroker(Integer.parseInt(resource.name()), ask) : cluster.askController(ask);
    }

    private static ConfigEntry entry(DescribeConfigsResponse.DescribeConfigsResourceResult config) {
        return new ConfigEntry(
                config.name(),
                config.value(),
                ConfigEntry.Source.of(config.configSource()),
                config.readOnly(),
                config.isSensitive(),
                config.synonyms().stream()
                        .map(synonym -> new ConfigEntry.Synonym(
                                synonym.name(), synonym.value(), ConfigEntry.Source.of(synonym.source())))
                        .toList(),
                config.documentation());
    }
}
