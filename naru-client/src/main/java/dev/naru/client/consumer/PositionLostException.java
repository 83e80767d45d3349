package dev.naru.client.consumer;

import dev.naru.client.ClientException;
import dev.naru.common.TopicPartition;

/** The records at a position are gone. Seek the partition to go on. */
public final class PositionLostException extends ClientException {
    private static final long serialVersionUID = 1L;

    private final transient TopicPartition partition;
    private final long position;
    private final long divergedAt;

    PositionLostException(TopicPartition partition, long position, long divergedAt, String why) {
        super("partition " + partition + " has no offset " + position + " any more: " + why);
        this.partition = partition;
        this.position = position;
        this.divergedAt = divergedAt;
    }

    /** Whose position. */
    public TopicPartition partition() {
        return partition;
    }

    /** The offset that was to be read next. */
    public long position() {
        return position;
    }

    /** Where the log was cut under a reader who had read further, or -1 if that is not what happened, or not known. */
    public long divergedAt() {
        return divergedAt;
    }
}
