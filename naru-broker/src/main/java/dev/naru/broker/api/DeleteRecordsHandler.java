package dev.naru.broker.api;

import dev.naru.protocol.ErrorCode;
import dev.naru.protocol.message.DeleteRecordsRequest;
import dev.naru.protocol.message.DeleteRecordsResponse;
import dev.naru.replication.DeletionOutcome;
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

    @Override
    public void handle(DeleteRecordsRequest request, RequestContext context) {
        PartitionTasks tasks = new PartitionTasks();
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
                if (found.partition() != null && InternalTopicRule.isForbidden(topic.name(), context)) {
                    found = PartitionFinder.Found.none(ErrorCode.INVALID_TOPIC_EXCEPTION);
                }
                tasks.addLong(
                        found,
                        (partition, done) -> new RecordDeletion(asked.offset()).run(partition, logs, outcome -> {
                            fill(response, outcome);
                            done.run();
                        }),
                        error -> response.errorCode(error.code()));
            }
            topics.add(new DeleteRecordsResponse.DeleteRecordsTopicResult()
                    .name(topic.name())
                    .partitions(responses));
        }
        tasks.run(context, () -> context.respond(new DeleteRecordsResponse().topics(topics)));
    }

    private static void fill(DeleteRecordsResponse.DeleteRecordsPartitionResult response, DeletionOutcome outcome) {
        if (outcome instanceof DeletionOutcome.Deleted deleted) {
            response.lowWatermark(deleted.lowWatermark());
        } else if (outcome instanceof DeletionOutcome.Refused refused) {
            response.errorCode(ErrorCodes.of(refused.reason()).code());
        }
    }
}
