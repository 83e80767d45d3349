package dev.naru.broker.coordinator;

import dev.naru.broker.metadata.PublishedImage;
import dev.naru.common.runtime.EventLoop;
import dev.naru.controller.Controller;
import dev.naru.controller.ControllerOutcome;
import dev.naru.controller.CreateTopics;
import dev.naru.controller.NewTopic;
import dev.naru.controller.Result;
import dev.naru.coordinator.runtime.InternalTopic;
import dev.naru.metadata.ClusterImage;
import dev.naru.metadata.TopicImage;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes an internal topic when somebody first asks for a coordinator, and not before: a broker without groups has none.
 *
 * <p>Threading: safe from any thread.
 */
public final class InternalTopics {
    private static final Logger LOGGER = LoggerFactory.getLogger(InternalTopics.class);

    private final Controller controller;
    private final PublishedImage published;
    private final int replicasMax;

    /**
     * Topics in a cluster that can have so many replicas at most: one if the broker is a cluster by itself. Where there can be
     * more brokers, a topic waits for as many as its replicas need rather than be made with too few for good.
     */
    public InternalTopics(Controller controller, PublishedImage published, int replicasMax) {
        this.controller = controller;
        this.published = published;
        this.replicasMax = replicasMax;
    }

    /**
     * Finds the topic, making it if it is not there. Runs one of the two on {@code loop}.
     *
     * @param found gets an image in which the topic is
     * @param failed runs if it cannot be made now; trying again may help
     */
    public void require(InternalTopic topic, EventLoop loop, Consumer<ClusterImage> found, Runnable failed) {
        ClusterImage image = published.current();
        if (image.topic(topic.name()) != null) {
            loop.run(() -> found.accept(image));
            return;
        }
        CreateTopics creation = new CreateTopics(List.of(newTopic(topic)), false);
        controller.submit(creation, outcome -> onOutcome(topic, outcome, loop, found, failed));
    }

    private void onOutcome(
            InternalTopic topic,
            ControllerOutcome<List<Result<CreateTopics.Created>>> outcome,
            EventLoop loop,
            Consumer<ClusterImage> found,
            Runnable failed) {
        if (!(outcome instanceof ControllerOutcome.Done<List<Result<CreateTopics.Created>>> done)) {
            loop.run(failed);
            return;
        }
        published.await(done.endOffset(), loop, () -> {
            ClusterImage image = published.current();
            TopicImage made = image.topic(topic.name());
            if (made != null) {
                found.accept(image);
                return;
            }
            // Somebody else having made it meanwhile is not a failure, and ends above.
            LOGGER.error("internal topic cannot be made topic={} outcome={}", topic.name(), done.answer());
            failed.run();
        });
    }

    private NewTopic newTopic(InternalTopic topic) {
        int replicas = Math.min(topic.replicationFactor(), replicasMax);
        Map<String, @Nullable String> settings = new HashMap<>(topic.settings(replicas));
        return new NewTopic(topic.name(), topic.partitionCount(), replicas, new TreeMap<>(), settings);
    }
}
