package dev.naru.client.group;

import dev.naru.client.ClientException;
import dev.naru.common.TopicPartition;

/** The group has no offset for a partition, and was told to begin nowhere else. Seek it to go on. */
public final class NoOffsetException extends ClientException {
    private static final long serialVersionUID = 1L;

    private final transient TopicPartition partition;

    NoOffsetException(TopicPartition partition) {
        super("the group has no offset for partition " + partition + ", and no other place to begin is configured");
        this.partition = partition;
    }

    /** Which partition. */
    public TopicPartition partition() {
        return partition;
    }
}
