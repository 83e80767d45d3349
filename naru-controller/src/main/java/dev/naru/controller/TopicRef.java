package dev.naru.controller;

import dev.naru.common.Uuid;
import dev.naru.metadata.ClusterImage;
import dev.naru.metadata.TopicImage;

/** A topic as somebody names it. */
public sealed interface TopicRef {
    /** By its name. */
    record ByName(String name) implements TopicRef {}

    /** By its id. */
    record ById(Uuid id) implements TopicRef {}

    /** The topic meant, or a refusal if there is none. */
    static TopicImage find(TopicRef ref, ClusterImage image) throws RefusedException {
        if (ref instanceof ByName byName) {
            TopicImage topic = image.topics().get(byName.name);
            if (topic == null) {
                throw new RefusedException(
                        ControllerError.UNKNOWN_TOPIC, "There is no topic named '" + byName.name + "'.");
            }
            return topic;
        }
        Uuid id = ((ById) ref).id;
        TopicImage topic = image.topics().get(id);
        if (topic == null) {
            throw new RefusedException(ControllerError.UNKNOWN_TOPIC_ID, "There is no topic with the id " + id + ".");
        }
        return topic;
    }
}
