package dev.naru.broker.api;

import dev.naru.broker.coordinator.LocalMarkers;
import dev.naru.common.TopicPartition;
import dev.naru.coordinator.runtime.ProducerIdentity;
import dev.naru.coordinator.transaction.MarkerOutcome;
import dev.naru.coordinator.transaction.TransactionMarker;
import dev.naru.coordinator.transaction.TransactionVersion;
import dev.naru.protocol.ErrorCode;
import dev.naru.protocol.message.WriteTxnMarkersRequest;
import dev.naru.protocol.message.WriteTxnMarkersRequest.WritableTxnMarker;
import dev.naru.protocol.message.WriteTxnMarkersResponse;
import dev.naru.protocol.message.WriteTxnMarkersResponse.WritableTxnMarkerPartitionResult;
import dev.naru.protocol.message.WriteTxnMarkersResponse.WritableTxnMarkerResult;
import dev.naru.protocol.message.WriteTxnMarkersResponse.WritableTxnMarkerTopicResult;
import java.util.ArrayList;
import java.util.List;

/**
 * WriteTxnMarkers 1–2: the end of transactions, sent by their coordinators, or by an operator who aborts one that nobody ends.
 * Answered when each marker is on all in-sync replicas or has its error. From version 2 on a marker says which rules its
 * transaction follows, so that one that comes late is told from that of the next transaction. A marker of no producer, or without
 * an epoch, would be damage to the log: INVALID_PRODUCER_EPOCH, where Kafka says UNKNOWN_SERVER_ERROR.
 */
final class WriteTxnMarkersHandler implements ApiHandler<WriteTxnMarkersRequest> {
    private final LocalMarkers markers;

    WriteTxnMarkersHandler(LocalMarkers markers) {
        this.markers = markers;
    }

    /** A marker for one partition, and where its answer goes. */
    private record Part(TopicPartition partition, TransactionMarker marker, WritableTxnMarkerPartitionResult result) {}

    @Override
    public void handle(WriteTxnMarkersRequest request, RequestContext context) {
        List<Part> parts = new ArrayList<>();
        List<WritableTxnMarkerResult> results = new ArrayList<>();
        for (WritableTxnMarker asked : request.markers()) {
            results.add(new WritableTxnMarkerResult()
                    .producerId(asked.producerId())
                    .topics(asked.topics().stream()
                            .map(topic -> new WritableTxnMarkerTopicResult()
                                    .name(topic.name())
                                    .partitions(topic.partitionIndexes().stream()
                                            .map(index -> add(parts, asked, new TopicPartition(topic.name(), index)))
                                            .toList()))
                            .toList()));
        }
        InOrder.<Part, MarkerOutcome>ask(
                parts,
                (part, written) -> markers.write(
                        part.partition,
                        part.marker,
                        outcome -> context.runOn(context.loop(), () -> {
                            part.result.errorCode(error(outcome).code());
                            written.accept(outcome);
                        })),
                outcomes -> context.respond(new WriteTxnMarkersResponse().markers(results)));
    }

    private static WritableTxnMarkerPartitionResult add(
            List<Part> parts, WritableTxnMarker asked, TopicPartition partition) {
        TransactionMarker marker = new TransactionMarker(
                new ProducerIdentity(asked.producerId(), asked.producerEpoch()),
                asked.transactionResult(),
                asked.coordinatorEpoch(),
                TransactionVersion.of(asked.transactionVersion()));
        WritableTxnMarkerPartitionResult result =
                new WritableTxnMarkerPartitionResult().partitionIndex(partition.partition());
        if (marker.producer().id() < 0 || marker.producer().epoch() < 0) {
            return result.errorCode(ErrorCode.INVALID_PRODUCER_EPOCH.code());
        }
        parts.add(new Part(partition, marker, result));
        return result;
    }

    private static ErrorCode error(MarkerOutcome outcome) {
        return switch (outcome) {
            case WRITTEN -> ErrorCode.NONE;
            case TOPIC_GONE -> ErrorCode.UNKNOWN_TOPIC_OR_PARTITION;
            case PRODUCER_MOVED_ON -> ErrorCode.INVALID_PRODUCER_EPOCH;
            case COORDINATOR_FENCED -> ErrorCode.TRANSACTION_COORDINATOR_FENCED;
            case NOT_NOW -> ErrorCode.NOT_LEADER_OR_FOLLOWER;
        };
    }
}
