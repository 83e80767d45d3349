package dev.naru.client.consumer;

import dev.naru.client.BrokerException;
import dev.naru.client.ClientException;
import dev.naru.client.FoundOffset;
import dev.naru.client.OffsetSpec;
import dev.naru.client.cluster.Ask;
import dev.naru.client.cluster.Backoff;
import dev.naru.client.cluster.Cluster;
import dev.naru.client.cluster.Failures;
import dev.naru.client.cluster.OffsetQueries;
import dev.naru.client.cluster.Outcomes;
import dev.naru.common.TopicPartition;
import dev.naru.protocol.ErrorCode;
import dev.naru.protocol.message.OffsetForLeaderEpochRequest;
import dev.naru.protocol.message.OffsetForLeaderEpochRequest.OffsetForLeaderPartition;
import dev.naru.protocol.message.OffsetForLeaderEpochRequest.OffsetForLeaderTopic;
import dev.naru.protocol.message.OffsetForLeaderEpochResponse;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Turns places into offsets, and asks a new leader whether what was read before it is still there (KIP-320): its epochs
 * tell where the log it leads left the one that was read.
 *
 * <p>Threading: confined to the client's loop.
 */
final class PositionFinder {
    private final Cluster cluster;
    private final OffsetQueries offsets;
    private final ConsumerConfig.OnLostPosition onLost;
    private final Backoff backoff;
    private final Runnable onFound;

    /** @param onFound runs when partitions have changed their state */
    PositionFinder(Cluster cluster, ConsumerConfig config, Runnable onFound) {
        this.cluster = cluster;
        this.offsets = new OffsetQueries(cluster, config.readCommitted());
        this.onLost = config.onLostPosition();
        this.backoff = cluster.newBackoff();
        this.onFound = onFound;
    }

    /** Looks up the offsets of partitions that are sought. */
    void find(Collection<AssignedPartition> sought) {
        // By topic, so that a topic that cannot be read does not hold up the others.
        Map<String, Map<TopicPartition, AssignedPartition>> byTopic = new HashMap<>();
        sought.forEach(
                partition -> byTopic.computeIfAbsent(partition.partition().topic(), ignored -> new HashMap<>())
                        .put(partition.partition(), partition));
        byTopic.values().forEach(this::findOfOneTopic);
    }

    private void findOfOneTopic(Map<TopicPartition, AssignedPartition> sought) {
        Map<TopicPartition, OffsetSpec> places = new HashMap<>();
        Map<TopicPartition, Sought> asked = new HashMap<>();
        sought.forEach((name, partition) -> {
            places.put(name, partition.wanted());
            asked.put(name, new Sought(partition, partition.generation()));
            partition.becomeAsking();
        });
        Outcomes.handle(cluster.loop(), offsets.find(places), (found, failure) -> {
            asked.forEach((name, each) -> {
                if (!each.isStillSought()) {
                    return;
                }
                if (failure != null) {
                    onNoAnswer(each.partition, Failures.asClientException(failure));
                } else {
                    onFound(each.partition, found.get(name));
                }
            });
            onFound.run();
        });
    }

    private static void onFound(AssignedPartition partition, @Nullable FoundOffset found) {
        if (found != null && found.offset() >= 0) {
            partition.seek(found.offset(), -1);
        } else {
            // No record is that young: what comes next is.
            partition.seek(OffsetSpec.latest());
        }
    }

    /** Asks the partition's leader, of this epoch, whether the records before the fetch offset are still those read. */
    void validate(AssignedPartition partition, int leaderEpoch) {
        TopicPartition name = partition.partition();
        long generation = partition.generation();
        partition.becomeAsking();
        OffsetForLeaderEpochRequest request = new OffsetForLeaderEpochRequest()
                .replicaId(-1)
                .topics(List.of(new OffsetForLeaderTopic()
                        .topic(name.topic())
                        .partitions(List.of(new OffsetForLeaderPartition()
                                .partition(name.partition())
                                .currentLeaderEpoch(leaderEpoch)
                                .leaderEpoch(partition.fetchedEpoch())))));
        int timeoutMs = cluster.config().timeouts().requestMs();
        Ask<OffsetForLeaderEpochResponse> ask = Ask.of(request, OffsetForLeaderEpochResponse.class, timeoutMs);
        Outcomes.handle(cluster.loop(), cluster.askLeader(name, ask), (response, failure) -> {
            if (generation != partition.generation()) {
                return;
            }
            if (failure != null) {
                onNoAnswer(partition, Failures.asClientException(failure));
            } else {
                onValidation(partition, leaderEpoch, response);
            }
            onFound.run();
        });
    }

    private void onValidation(AssignedPartition partition, int leaderEpoch, OffsetForLeaderEpochResponse response) {
        for (OffsetForLeaderEpochResponse.OffsetForLeaderTopicResult topic : response.topics()) {
            for (OffsetForLeaderEpochResponse.EpochEndOffset answer : topic.partitions()) {
                ErrorCode error = ErrorCode.of(answer.errorCode());
                if (error != ErrorCode.NONE) {
                    onNoAnswer(partition, new BrokerException(error, "partition " + partition.partition(), null));
                } else if (answer.endOffset() >= 0 && answer.endOffset() >= partition.fetchOffset()) {
                    partition.becomeValidated(leaderEpoch);
                } else {
                    onDiverged(partition, leaderEpoch, answer.endOffset());
                }
            }
        }
    }

    /** The leader's log left the one that was read at {@code endOffset}, or at a place it does not know if negative. */
    void onDiverged(AssignedPartition partition, int leaderEpoch, long endOffset) {
        if (endOffset >= partition.position()) {
            // Only what was fetched ahead is gone, and nobody has seen it.
            partition.rewindToPosition();
            partition.becomeValidated(leaderEpoch);
            return;
        }
        if (endOffset >= 0 && onLost != ConsumerConfig.OnLostPosition.FAIL) {
            partition.seek(endOffset, -1);
            return;
        }
        onLost(partition, endOffset, "the log was cut" + (endOffset < 0 ? "" : " at offset " + endOffset));
    }

    /** The position is not in the log. */
    void onLost(AssignedPartition partition, long divergedAt, String why) {
        switch (onLost) {
            case FAIL ->
                partition.becomeFailed(
                        new PositionLostException(partition.partition(), partition.fetchOffset(), divergedAt, why));
            case EARLIEST -> partition.seek(OffsetSpec.earliest());
            case LATEST -> partition.seek(OffsetSpec.latest());
        }
    }

    private void onNoAnswer(AssignedPartition partition, ClientException reason) {
        if (!reason.isRetriable()) {
            partition.becomeFailed(reason);
            return;
        }
        partition.becomeUnanswered();
        rest(partition);
        cluster.metadata().stale();
    }

    /** Leaves the partition alone for the backoff. */
    void rest(AssignedPartition partition) {
        long waitMs = backoff.waitMs(partition.onFailure());
        partition.restUntil(cluster.loop().clock().nanos() + TimeUnit.MILLISECONDS.toNanos(waitMs));
    }

    private record Sought(AssignedPartition partition, long generation) {
        boolean isStillSought() {
            return generation == partition.generation();
        }
    }
}
