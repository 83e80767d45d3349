package dev.naru.broker.api;

import dev.naru.protocol.message.OffsetForLeaderEpochRequest;
import dev.naru.protocol.message.OffsetForLeaderEpochResponse;
import dev.naru.replication.EpochOutcome;
import dev.naru.replication.Partition;
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

    /** A partition that is asked, and its answer. Threading: handed from loop to loop. */
    private record Part(
            OffsetForLeaderEpochRequest.OffsetForLeaderPartition asked,
            Partition partition,
            OffsetForLeaderEpochResponse.EpochEndOffset response) {}

    @Override
    public void handle(OffsetForLeaderEpochRequest request, RequestContext context) {
        List<Part> parts = new ArrayList<>();
        List<OffsetForLeaderEpochResponse.OffsetForLeaderTopicResult> topics = new ArrayList<>();
        for (OffsetForLeaderEpochRequest.OffsetForLeaderTopic topic : request.topics()) {
            List<OffsetForLeaderEpochResponse.EpochEndOffset> responses = new ArrayList<>();
            for (OffsetForLeaderEpochRequest.OffsetForLeaderPartition asked : topic.partitions()) {
                OffsetForLeaderEpochResponse.EpochEndOffset response =
                        new OffsetForLeaderEpochResponse.EpochEndOffset().partition(asked.partition());
                responses.add(response);
                PartitionFinder.Found found = partitions.find(context.image(), topic.topic(), asked.partition());
                Partition partition = found.partition();
                if (partition == null) {
                    response.errorCode(found.error().code());
                } else {
                    parts.add(new Part(asked, partition, response));
                }
            }
            topics.add(new OffsetForLeaderEpochResponse.OffsetForLeaderTopicResult()
                    .topic(topic.topic())
                    .partitions(responses));
        }
        PerLoop.run(
                context,
                parts,
                part -> part.partition.loop(),
                (part, done) -> {
                    answer(part);
                    done.run();
                },
                () -> context.respond(new OffsetForLeaderEpochResponse().topics(topics)));
    }

    private static void answer(Part part) {
        EpochOutcome outcome =
                part.partition.endOffsetForEpoch(part.asked.currentLeaderEpoch(), part.asked.leaderEpoch());
        if (outcome instanceof EpochOutcome.Answered answered) {
            part.response
                    .leaderEpoch(answered.end().leaderEpoch())
                    .endOffset(answered.end().endOffset());
        } else if (outcome instanceof EpochOutcome.Refused refused) {
            part.response.errorCode(ErrorCodes.of(refused.reason()).code());
        }
    }
}
