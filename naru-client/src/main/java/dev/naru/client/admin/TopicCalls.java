package dev.naru.client.admin;

import dev.naru.client.BrokerException;
import dev.naru.client.cluster.Ask;
import dev.naru.client.cluster.Cluster;
import dev.naru.client.cluster.ClusterView;
import dev.naru.client.cluster.MetadataMessages;
import dev.naru.client.cluster.TopicView;
import dev.naru.protocol.ApiResponse;
import dev.naru.protocol.ErrorCode;
import dev.naru.protocol.message.CreatePartitionsRequest;
import dev.naru.protocol.message.CreatePartitionsResponse;
import dev.naru.protocol.message.CreateTopicsRequest;
import dev.naru.protocol.message.CreateTopicsResponse;
import dev.naru.protocol.message.DeleteTopicsRequest;
import dev.naru.protocol.message.DeleteTopicsResponse;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Topics and the cluster itself. Threading: confined to the client's loop. */
final class TopicCalls {
    private final Cluster cluster;
    private final int requestMs;

    TopicCalls(Cluster cluster) {
        this.cluster = cluster;
        this.requestMs = cluster.config().timeouts().requestMs();
    }

    CompletableFuture<CreatedTopic> create(NewTopic topic, boolean validateOnly) {
        CreateTopicsRequest.CreatableTopic creatable = new CreateTopicsRequest.CreatableTopic()
                .name(topic.name())
                .numPartitions(topic.partitionCount())
                .replicationFactor((short) topic.replicationFactor())
                .configs(topic.configs().entrySet().stream()
                        .map(config -> new CreateTopicsRequest.CreatableTopicConfig()
                                .name(config.getKey())
                                .value(config.getValue()))
                        .toList());
        CreateTopicsRequest request = new CreateTopicsRequest()
                .topics(List.of(creatable))
                .timeoutMs(requestMs)
                .validateOnly(validateOnly);
        String subject = "topic " + topic.name();
        return changing("creating " + subject, Ask.of(request, CreateTopicsResponse.class, requestMs), response -> {
            CreateTopicsResponse.CreatableTopicResult result = Answers.only(response.topics(), subject);
            Answers.check(result.errorCode(), subject, result.errorMessage());
            return new CreatedTopic(
                    result.name(), result.topicId(), result.numPartitions(), result.replicationFactor());
        });
    }

    CompletableFuture<@Nullable Void> delete(String name) {
        DeleteTopicsRequest request = new DeleteTopicsRequest()
                .topics(List.of(new DeleteTopicsRequest.DeleteTopicState().name(name)))
                .timeoutMs(requestMs);
        String subject = "topic " + name;
        return changing("deleting " + subject, Ask.of(request, DeleteTopicsResponse.class, requestMs), response -> {
            DeleteTopicsResponse.DeletableTopicResult result = Answers.only(response.responses(), subject);
            Answers.check(result.errorCode(), subject, result.errorMessage());
            return null;
        });
    }

    CompletableFuture<@Nullable Void> createPartitions(String name, int totalCount) {
        CreatePartitionsRequest request = new CreatePartitionsRequest()
                .topics(List.of(new CreatePartitionsRequest.CreatePartitionsTopic()
                        .name(name)
                        .count(totalCount)
                        .assignments(null)))
                .timeoutMs(requestMs);
        String subject = "topic " + name;
        Ask<CreatePartitionsResponse> ask = Ask.of(request, CreatePartitionsResponse.class, requestMs);
        return changing("adding partitions to " + subject, ask, response -> {
            CreatePartitionsResponse.CreatePartitionsTopicResult result = Answers.only(response.results(), subject);
            Answers.check(result.errorCode(), subject, result.errorMessage());
            return null;
        });
    }

    CompletableFuture<TopicDescription> describe(String name) {
        return cluster.retries()
                .call(
                        "describing topic " + name,
                        () -> view(Set.of(name)).thenApply(view -> {
                            TopicView topic = view.topics().get(name);
                            if (topic == null) {
                                throw new BrokerException(ErrorCode.UNKNOWN_TOPIC_OR_PARTITION, "topic " + name, null)
                                        .asFinal();
                            }
                            Answers.check(topic.error().code(), "topic " + name, null);
                            return description(topic);
                        }));
    }

    CompletableFuture<List<TopicDescription>> list() {
        return cluster.retries()
                .call(
                        "listing topics",
                        () -> view(null)
                                .thenApply(view -> view.topics().values().stream()
                                        .filter(topic -> topic.error() == ErrorCode.NONE)
                                        .map(TopicCalls::description)
                                        .sorted(Comparator.comparing(TopicDescription::name))
                                        .toList()));
    }

    CompletableFuture<ClusterDescription> cluster() {
        return cluster.retries()
                .call(
                        "describing the cluster",
                        () -> view(Set.of())
                                .thenApply(view -> new ClusterDescription(
                                        view.clusterId(),
                                        view.controllerId(),
                                        view.brokers().values().stream()
                                                .map(node -> new ClusterDescription.Broker(
                                                        node.id(), node.address(), node.rack()))
                                                .sorted(Comparator.comparingInt(ClusterDescription.Broker::id))
                                                .toList())));
    }

    private CompletableFuture<ClusterView> view(@Nullable Collection<String> topics) {
        return cluster.askAny(MetadataMessages.ask(topics, false, requestMs)).thenApply(MetadataMessages::view);
    }

    /** Asks the controller, again if it is not the controller any more. */
    private <S extends ApiResponse, T> CompletableFuture<T> changing(String what, Ask<S> ask, Function<S, T> read) {
        return cluster.retries()
                .call(
                        what,
                        () -> cluster.askController(ask).thenApply(read).whenComplete((ignored, failure) -> {
                            if (failure != null) {
                                cluster.metadata().stale();
                            }
                        }));
    }

    private static TopicDescription description(TopicView topic) {
        return new TopicDescription(
                topic.name(),
                topic.id(),
                topic.internal(),
                topic.partitions().stream()
                        .map(partition -> new TopicDescription.Partition(
                                partition.partition(),
                                partition.leader(),
                                partition.leaderEpoch(),
                                partition.replicas(),
                                partition.inSyncReplicas(),
                                partition.offlineReplicas()))
                        .toList());
    }
}
