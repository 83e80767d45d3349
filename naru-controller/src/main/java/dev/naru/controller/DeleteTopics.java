package dev.naru.controller;

import dev.naru.common.Uuid;
import dev.naru.metadata.ClusterImage;
import dev.naru.metadata.TopicImage;
import dev.naru.protocol.PersistedRecord;
import dev.naru.protocol.metadata.RemoveTopicRecord;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Deletes topics. The answer has one result for each, in the order they were named; a topic named twice goes once. */
public record DeleteTopics(List<TopicRef> topics) implements Operation<List<Result<DeleteTopics.Deleted>>> {
    /** A topic that is gone. */
    public record Deleted(String name, Uuid id) {}

    @Override
    public Decision<List<Result<Deleted>>> decide(ClusterImage image, DecisionContext context) {
        List<PersistedRecord> records = new ArrayList<>();
        List<Result<Deleted>> results = new ArrayList<>();
        Set<Uuid> removed = new HashSet<>();
        for (TopicRef ref : topics) {
            try {
                if (!context.config().topicDeletionEnabled()) {
                    throw new RefusedException(
                            ControllerError.TOPIC_DELETION_DISABLED,
                            "Deleting topics is disabled (delete.topic.enable).");
                }
                TopicImage topic = TopicRef.find(ref, image);
                if (removed.add(topic.id())) {
                    records.add(new RemoveTopicRecord().topicId(topic.id()));
                }
                results.add(Result.ok(new Deleted(topic.name(), topic.id())));
            } catch (RefusedException e) {
                results.add(e.toResult());
            }
        }
        return new Decision<>(records, results);
    }
}
