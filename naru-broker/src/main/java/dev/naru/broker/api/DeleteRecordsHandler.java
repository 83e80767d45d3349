package dev.naru.broker.api;

import dev.naru.protocol.ErrorCode;
import dev.naru.protocol.message.DeleteRecordsRequest;
import dev.naru.protocol.message.DeleteRecordsResponse;
import dev.naru.replication.DeletionOutcome;
import dev.naru.replication.Partition;
import dev.naru.replication.RecordDeletion;
import dev.naru.storage.LogManager;
import java.util.ArrayList;
import java.util.List;

/**
 * DeleteRecords 0–2: deletes all records of a partition before an offset, -1 for all there are. Answered with the first
 * offset that is left once the deletion is durable. An offset beyond the high watermark is OFFSET_OUT_OF_RANGE; one that
 * is deleted already is no error. A topic that is only compacted answers POLICY_VIOLATION, an internal one
 * INVALID_TOPIC_EXCEPTION.
 */
final class DeleteRecordsHandler implements ApiHandler<DeleteRecordsRequest> {
    private static final long NO_WATERMARK = -1;

    private final PartitionFinder partitions;
    private final LogManager logs;

    DeleteRecordsHandler(PartitionFinder partitions, LogManager logs) {
        this.partitions = partitions;
        this.logs = logs;
    }

    /** A partition to delete from, and its answer. Threading: handed from loop to loop. */
    private record Part(
            RecordDeletion deletion,
            Partition partition,
            DeleteRecordsResponse.DeleteRecordsPartitionResult response) {}

    @Override
    public void handle(DeleteRecordsRequest request, RequestContext context) {
        List<Part> parts = new ArrayList<>();
        List<DeleteRecordsResponse.DeleteRecordsTopicResult> topics = new ArrayList<>();
        for (DeleteRecordsRequest.DeleteRecordsTopic topic : request.topics()) {
            List<DeleteRecordsResponse.DeleteRecordsPartitionResult> responses = new ArrayList<>();
            for (DeleteRecordsRequest.DeleteRecordsPartition asked : topic.partitions()) {
                DeleteRecordsResponse.DeleteRecordsPartitionResult response =
                        new DeleteRecordsResponse.DeleteRecordsPartitionResult()
                                .partitionIndex(asked.partitionIndex())
                                .lowWatermark(NO_WATERMARK);
                responses.add(response);
                PartitionFinder.Found found = partitions.find(context.image(), topic.name(), asked.partitionIndex());
                Partition partition = found.partition();
                if (partition == null) {
                    response.errorCode(found.error().code());
                } else if (InternalTopicRule.isForbidden(topic.name(), context)) {
                    response.errorCode(ErrorCode.INVALID_TOPIC_EXCEPTION.code());
                } else {
                    parts.add(new Part(new RecordDeletion(asked.offset()), partition, response));
                }
            }
            topics.add(new DeleteRecordsResponse.DeleteRecordsTopicResult()
                    .name(topic.name())
                    .partitions(responses));
        }
        PerLoop.run(
                context,
                parts,
                part -> part.partition.loop(),
                (part, done) -> part.deletion.run(part.partition, logs, outcome -> {
                    fill(part.response, outcome);
                    done.run();
                }),
                () -> context.respond(new DeleteRecordsResponse().topics(topics)));
    }

    private static void fill(DeleteRecordsResponse.DeleteRecordsPartitionResult response, DeletionOutcome outcome) {
        if (outcome instanceof DeletionOutcome.Deleted deleted) {
            response.lowWatermark(deleted.lowWatermark());
        } else if (outcome instanceof DeletionOutcome.Refused refused) {
            response.errorCode(ErrorCodes.of(refused.reason()).code());
        }
    }
}
