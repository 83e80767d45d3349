package dev.naru.broker.api;

import dev.naru.broker.coordinator.CoordinatorShards;
import dev.naru.broker.coordinator.InternalTopics;
import dev.naru.common.TopicPartition;
import dev.naru.coordinator.runtime.InternalTopic;
import dev.naru.coordinator.runtime.ProducerIdentity;
import dev.naru.coordinator.transaction.TouchPartitions;
import dev.naru.coordinator.transaction.TransactionVersion;
import dev.naru.metadata.ClusterImage;
import dev.naru.metadata.TopicImage;
import dev.naru.protocol.ErrorCode;
import dev.naru.protocol.message.AddOffsetsToTxnRequest;
import dev.naru.protocol.message.AddOffsetsToTxnResponse;
import java.util.Set;

/**
 * AddOffsetsToTxn 0–4: an old client is about to commit a group's offsets as part of its transaction. To the transaction they
 * are the group's partition of {@code __consumer_offsets}. PRODUCER_FENCED is INVALID_PRODUCER_EPOCH before version 2.
 */
final class AddOffsetsToTxnHandler implements ApiHandler<AddOffsetsToTxnRequest> {
    private static final short FENCED_SINCE = 2;

    private final TransactionEntry entry;
    private final InternalTopics internalTopics;
    private final InternalTopic groups;

    AddOffsetsToTxnHandler(TransactionEntry entry, InternalTopics internalTopics, InternalTopic groups) {
        this.entry = entry;
        this.internalTopics = internalTopics;
        this.groups = groups;
    }

    @Override
    public void handle(AddOffsetsToTxnRequest request, RequestContext context) {
        if (request.transactionalId().isEmpty()) {
            respond(context, ErrorCode.INVALID_REQUEST);
            return;
        }
        internalTopics.require(
                groups,
                context.loop(),
                image -> context.runOn(context.loop(), () -> add(request, context, image)),
                () -> respond(context, ErrorCode.COORDINATOR_NOT_AVAILABLE));
    }

    private void add(AddOffsetsToTxnRequest request, RequestContext context, ClusterImage image) {
        TopicImage topic = image.topic(groups.name());
        if (topic == null) {
            respond(context, ErrorCode.COORDINATOR_NOT_AVAILABLE);
            return;
        }
        TopicPartition offsets = new TopicPartition(
                groups.name(), CoordinatorShards.partitionOf(request.groupId(), topic.partitionCount()));
        TouchPartitions asked = new TouchPartitions(
                request.transactionalId(),
                new ProducerIdentity(request.producerId(), request.producerEpoch()),
                Set.of(offsets),
                TransactionVersion.V0);
        entry.add(asked, context, error -> respond(context, error));
    }

    private static void respond(RequestContext context, ErrorCode error) {
        context.respond(new AddOffsetsToTxnResponse()
                .errorCode(ErrorCodes.inVersion(error, context.version(), FENCED_SINCE)
                        .code()));
    }
}
