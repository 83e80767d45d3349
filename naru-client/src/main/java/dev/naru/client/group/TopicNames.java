package dev.naru.client.group;

import dev.naru.client.cluster.Ask;
import dev.naru.client.cluster.Cluster;
import dev.naru.common.Uuid;
import dev.naru.protocol.message.MetadataRequest;
import dev.naru.protocol.message.MetadataResponse;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Names of topics by id, and ids by name: the coordinator speaks of ids, applications of names. A topic made anew under an
 * old name has another id; the last one seen counts.
 *
 * <p>Threading: confined to the client's loop.
 */
final class TopicNames {
    private static final int KNOWN_MAX = 100_000;

    private final Cluster cluster;
    private final Map<Uuid, String> names = new HashMap<>();
    private final Map<String, Uuid> ids = new HashMap<>();

    TopicNames(Cluster cluster) {
        this.cluster = cluster;
    }

    @Nullable
    Uuid id(String name) {
        return ids.get(name);
    }

    /** The names of these topics; those no broker knows, any more or yet, are missing. */
    CompletableFuture<Map<Uuid, String>> names(Collection<Uuid> wanted) {
        List<MetadataRequest.MetadataRequestTopic> missing = wanted.stream()
                .distinct()
                .filter(id -> !names.containsKey(id))
                .map(id ->
                        new MetadataRequest.MetadataRequestTopic().topicId(id).name(null))
                .toList();
        if (missing.isEmpty()) {
            return CompletableFuture.completedFuture(pick(wanted));
        }
        Ask<MetadataResponse> ask = Ask.of(
                new MetadataRequest().topics(missing).allowAutoTopicCreation(false),
                MetadataResponse.class,
                cluster.config().timeouts().requestMs());
        return cluster.retries()
                .call("looking up topics", () -> cluster.askAny(ask))
                .thenApply(response -> {
                    response.topics().forEach(this::learn);
                    return pick(wanted);
                });
    }

    private void learn(MetadataResponse.MetadataResponseTopic topic) {
        String name = topic.name();
        if (name != null && !name.isEmpty() && !topic.topicId().isZero()) {
            if (names.size() > KNOWN_MAX) {
                names.clear();
                ids.clear();
            }
            names.put(topic.topicId(), name);
            ids.put(name, topic.topicId());
        }
    }

    private Map<Uuid, String> pick(Collection<Uuid> wanted) {
        Map<Uuid, String> picked = new HashMap<>();
        wanted.forEach(id -> {
            String name = names.get(id);
            if (name != null) {
                ids.put(name, id);
                picked.put(id, name);
            }
        });
        return picked;
    }
}
