package dev.naru.client.group;

import dev.naru.client.cluster.Cluster;
import dev.naru.client.cluster.MetadataMessages;
import dev.naru.protocol.ErrorCode;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Asks brokers which topics there are and how many partitions they have: the members of a classic group have to know that
 * themselves.
 *
 * <p>Threading: confined to the client's loop.
 */
final class SubscribedTopics {
    private final Cluster cluster;

    SubscribedTopics(Cluster cluster) {
        this.cluster = cluster;
    }

    /** The names a subscription comes to now; those given by name need not exist. */
    CompletableFuture<Set<String>> names(Subscription subscription) {
        String pattern = subscription.pattern();
        if (pattern == null) {
            return CompletableFuture.completedFuture(subscription.topics());
        }
        Pattern compiled = Pattern.compile(pattern);
        return counts(null).thenApply(counts -> {
            Set<String> names = new TreeSet<>(counts.keySet());
            names.removeIf(name -> !compiled.matcher(name).matches());
            return names;
        });
    }

    /** How many partitions these topics have, or all that are not internal if null; missing ones are left out. */
    CompletableFuture<Map<String, Integer>> counts(@Nullable Collection<String> topics) {
        return cluster.retries()
                .call(
                        "looking up topics",
                        () -> cluster.askAny(MetadataMessages.ask(
                                        topics,
                                        false,
                                        cluster.config().timeouts().requestMs()))
                                .thenApply(response -> {
                                    Map<String, Integer> counts = new HashMap<>();
                                    MetadataMessages.view(response).topics().forEach((name, topic) -> {
                                        if (topic.error() == ErrorCode.NONE && (topics != null || !topic.internal())) {
                                            counts.put(name, topic.partitions().size());
                                        }
                                    });
                                    return counts;
                                }));
    }
}
