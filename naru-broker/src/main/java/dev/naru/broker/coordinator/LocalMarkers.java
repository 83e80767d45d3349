package dev.naru.broker.coordinator;

import dev.naru.broker.metadata.PublishedImage;
import dev.naru.common.TopicPartition;
import dev.naru.coordinator.runtime.CoordinatorShard;
import dev.naru.coordinator.runtime.TransactionEnd;
import dev.naru.coordinator.transaction.MarkerOutcome;
import dev.naru.coordinator.transaction.TransactionMarker;
import dev.naru.metadata.TopicImage;
import dev.naru.protocol.ErrorCode;
import dev.naru.record.BatchView;
import dev.naru.record.EndTransactionMarker;
import dev.naru.replication.HostedTopic;
import dev.naru.replication.Partition;
import dev.naru.replication.PartitionLookup;
import dev.naru.replication.Refusal;
import dev.naru.replication.WriteOutcome;
import dev.naru.storage.AppendOutcome;
import dev.naru.storage.AppendTerms;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Writes the ends of transactions into the partitions that this broker leads. A group's partition gets its marker through the
 * group's coordinator, which has to know at once that the offsets in it have become true, or never will.
 *
 * <p>Threading: safe from any thread.
 */
public final class LocalMarkers {
    private final Supplier<PartitionLookup> partitions;
    private final PublishedImage image;
    private final Groups groups;

    /**
     * Where groups keep their offsets.
     *
     * @param topic the internal topic
     * @param shards the shard of each of its partitions, or null where this broker does not lead
     */
    public record Groups(String topic, IntFunction<@Nullable CoordinatorShard<?>> shards) {}

    public LocalMarkers(Supplier<PartitionLookup> partitions, PublishedImage image, Groups groups) {
        this.partitions = partitions;
        this.image = image;
        this.groups = groups;
    }

    /** Writes a marker into a partition; {@code done} is told on the partition's loop, or at once if it is not here. */
    public void write(TopicPartition id, TransactionMarker marker, Consumer<MarkerOutcome> done) {
        HostedTopic hosted = partitions.get().byName(id.topic());
        Partition partition = hosted == null ? null : hosted.partition(id.partition());
        if (partition == null) {
            done.accept(exists(id) ? MarkerOutcome.NOT_NOW : MarkerOutcome.TOPIC_GONE);
        } else if (id.topic().equals(groups.topic)) {
            partition.loop().run(() -> endInGroups(id.partition(), marker, done));
        } else {
            partition.loop().run(() -> append(partition, marker, done));
        }
    }

    private boolean exists(TopicPartition id) {
        TopicImage topic = image.current().topic(id.topic());
        return topic != null && topic.partition(id.partition()) != null;
    }

    private void endInGroups(int index, TransactionMarker marker, Consumer<MarkerOutcome> done) {
        CoordinatorShard<?> shard = groups.shards.apply(index);
        if (shard == null) {
            done.accept(MarkerOutcome.NOT_NOW);
            return;
        }
        TransactionEnd end = new TransactionEnd(marker.producer(), marker.coordinatorEpoch(), marker.commit());
        shard.endTransaction(end, marker.version().bumpsEpoch(), error -> done.accept(outcome(error)));
    }

    private void append(Partition partition, TransactionMarker marker, Consumer<MarkerOutcome> done) {
        WriteOutcome outcome = partition.append(
                new EndTransactionMarker(marker.commit(), marker.coordinatorEpoch())
                        .toBatch(
                                partition.loop().clock().wallMs(),
                                BatchView.NO_LEADER_EPOCH,
                                marker.producer().id(),
                                marker.producer().epoch()),
                marker.version().bumpsEpoch() ? AppendTerms.MARKER_OF_NEW_EPOCH : AppendTerms.COORDINATOR,
                true);
        if (outcome instanceof WriteOutcome.Refused refused) {
            done.accept(refused.reason() == Refusal.NOT_HOSTED ? MarkerOutcome.TOPIC_GONE : MarkerOutcome.NOT_NOW);
            return;
        }
        AppendOutcome logged = ((WriteOutcome.Logged) outcome).outcome();
        if (logged instanceof AppendOutcome.Appended appended) {
            boolean waits = partition.awaitReplicated(
                    appended.lastOffset(),
                    refusal -> done.accept(refusal == null ? MarkerOutcome.WRITTEN : MarkerOutcome.NOT_NOW));
            if (!waits) {
                done.accept(MarkerOutcome.WRITTEN);
            }
        } else if (logged instanceof AppendOutcome.InvalidProducerEpoch) {
            done.accept(MarkerOutcome.PRODUCER_MOVED_ON);
        } else {
            done.accept(
                    logged instanceof AppendOutcome.CoordinatorFenced
                            ? MarkerOutcome.COORDINATOR_FENCED
                            : MarkerOutcome.NOT_NOW);
        }
    }

    private static MarkerOutcome outcome(ErrorCode error) {
        return switch (error) {
            case NONE -> MarkerOutcome.WRITTEN;
            case INVALID_PRODUCER_EPOCH -> MarkerOutcome.PRODUCER_MOVED_ON;
            case TRANSACTION_COORDINATOR_FENCED -> MarkerOutcome.COORDINATOR_FENCED;
            default -> MarkerOutcome.NOT_NOW;
        };
    }
}
