package dev.naru.broker.api;

import dev.naru.protocol.message.OffsetForLeaderEpochRequest;
import dev.naru.protocol.message.OffsetForLeaderEpochResponse;
import dev.naru.replication.EpochOutcome;
import java.util.ArrayList;
import java.util.List;

/**
 * OffsetForLeaderEpoch 2–4: where the records of a leader epoch end, so that a consumer or a replica finds out how far its
 * own history agrees. An epoch the log does not know is answered with epoch -1 and offset -1, without an error.
 */
final class OffsetForLeaderEpochHandler implements ApiHandler<OffsetForLeaderEpochRequest> {
    private final PartitionFinder partitions;

    OffsetForLeaderEpochHandler(PartitionFinder partitions) {
        this.partitions = partitions;
    }

    @Override
    public void handle(OffsetForLeaderEpochRequest request, RequestContext context) {
        PartitionTasks tasks = new PartitionTasks();
        List<OffsetForLeaderEpochResponse.OffsetForLeaderTopicResult> topics = new ArrayList<>();
        for (OffsetForLeaderEpochRequest.OffsetForLeaderTopic topic : request.topics()) {
            List<OffsetForLeaderEpochResponse.EpochEndOffset> responses = new ArrayList<>();
            for (OffsetForLeaderEpochRequest.OffsetForLeaderPartition asked : topic.partitions()) {
                OffsetForLeaderEpochResponse.EpochEndOffset response =
                        new OffsetForLeaderEpochResponse.EpochEndOffset().partition(asked.partition());
                responses.add(response);
                tasks.add(
                        partitions.find(context.image(), topic.topic(), asked.partition()),
                        partition -> fill(
                                response, partition.endOffsetForEpoch(asked.currentLeaderEpoch(), asked.leaderEpoch())),
                        error -> response.errorCode(error.code()));
            }
            topics.add(new OffsetForLeaderEpochResponse.OffsetForLeaderTopicResult()
                    .topic(topic.topic())
                    .partitions(responses));
        }
        tasks.run(context, () -> context.respond(new OffsetForLeaderEpochResponse().topics(topics)));
    }

    private static void fill(OffsetForLeaderEpochResponse.EpochEndOffset response, EpochOutcome outcome) {
        if (outcome instanceof EpochOutcome.Answered answered) {
            response.leaderEpoch(answered.end().leaderEpoch())
                    .endOffset(answered.end().endOffset());
        } else if (outcome instanceof EpochOutcome.Refused refused) {
            response.errorCode(ErrorCodes.of(refused.reason()).code());
        }
    }
}
