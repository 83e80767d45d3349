package dev.naru.broker.api;

import dev.naru.common.TopicPartition;
import dev.naru.coordinator.group.shard.GroupShard;
import dev.naru.coordinator.runtime.ProducerIdentity;
import dev.naru.protocol.ErrorCode;
import dev.naru.protocol.message.TxnOffsetCommitRequest;
import dev.naru.protocol.message.TxnOffsetCommitRequest.TxnOffsetCommitRequestPartition;
import dev.naru.protocol.message.TxnOffsetCommitRequest.TxnOffsetCommitRequestTopic;
import dev.naru.protocol.message.TxnOffsetCommitResponse;
import dev.naru.protocol.message.TxnOffsetCommitResponse.TxnOffsetCommitResponsePartition;
import dev.naru.protocol.message.TxnOffsetCommitResponse.TxnOffsetCommitResponseTopic;
import dev.naru.replication.Partition;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * TxnOffsetCommit 0–6: offsets that become true when the producer's transaction is committed; by topic name, in version 6 by
 * topic id.
 *
 * <p>Until then they are seen by nobody, and whoever wants stable offsets only is told to wait. They pass the {@link
 * TransactionGate} like produced records, so that the coordinator of the transaction knows where to send its marker.
 */
final class TxnOffsetCommitHandler implements ApiHandler<TxnOffsetCommitRequest> {
    private static final short BY_ID_SINCE = 6;

    private static final short ABORTABLE_SINCE = 4;
    private static final short ADDED_ON_THE_WAY_SINCE = 5;

    private static final CommitTopics.Form<
                    TxnOffsetCommitRequestTopic, TxnOffsetCommitRequestPartition, TxnOffsetCommitResponseTopic>
            FORM = new CommitTopics.Form<>(
                    TxnOffsetCommitRequestTopic::name,
                    TxnOffsetCommitRequestTopic::topicId,
                    TxnOffsetCommitRequestTopic::partitions,
                    TxnOffsetCommitRequestPartition::partitionIndex,
                    (topic, found, partitions) ->
                            topic.name(found.name()).topicId(found.id()).partitions(partitions),
                    (topic, refusals) -> new TxnOffsetCommitResponseTopic()
                            .name(topic.name())
                            .topicId(topic.topicId())
                            .partitions(refusals.stream()
                                    .map(each -> new TxnOffsetCommitResponsePartition()
                                            .partitionIndex(each.index())
                                            .errorCode(each.error().code()))
                                    .toList()),
                    new CommitTopics.Joint<>(
                            TxnOffsetCommitResponseTopic::name,
                            TxnOffsetCommitResponseTopic::topicId,
                            (topic, more) ->
                                    topic.partitions(CommitTopics.both(topic.partitions(), more.partitions()))));

    private final CoordinatorGateway<GroupShard> groups;
    private final PartitionFinder partitions;
    private final TransactionGate gate;

    TxnOffsetCommitHandler(CoordinatorGateway<GroupShard> groups, PartitionFinder partitions, TransactionGate gate) {
        this.groups = groups;
        this.partitions = partitions;
        this.gate = gate;
    }

    @Override
    public void handle(TxnOffsetCommitRequest request, RequestContext context) {
        CommitTopics<TxnOffsetCommitRequestTopic, TxnOffsetCommitRequestPartition, TxnOffsetCommitResponseTopic>
                topics = new CommitTopics<>(context.image(), context.version() >= BY_ID_SINCE, FORM, request.topics());
        Consumer<List<TxnOffsetCommitResponseTopic>> answer =
                answered -> context.respond(new TxnOffsetCommitResponse().topics(answered));
        if (topics.known().isEmpty()) {
            answer.accept(topics.answer(List.of()));
            return;
        }
        request.topics(topics.known());
        Consumer<ErrorCode> fail = error -> answer.accept(topics.refuse(GroupRequests.commitError(understood(error))));
        if (request.groupId().isEmpty()) {
            fail.accept(ErrorCode.INVALID_GROUP_ID);
            return;
        }
        Partition home = home(request.groupId(), context);
        if (home == null) {
            fail.accept(ErrorCode.NOT_COORDINATOR);
            return;
        }
        // The shard of the group is on the loop of its partition, so what passed the gate is appended there at once.
        gate.enter(
                entrant(request, context.version()),
                home,
                context,
                () -> groups.decide(
                        request.groupId(),
                        context,
                        shard -> shard.commits().commit(request, context.version()),
                        response -> answer.accept(topics.answer(response.topics())),
                        refusal -> context.runOn(context.loop(), () -> fail.accept(refusal))),
                fail);
    }

    /** Where the group's offsets are kept, if that is here. */
    private @Nullable Partition home(String groupId, RequestContext context) {
        TopicPartition home = groups.home(groupId, context.image());
        return home == null
                ? null
                : partitions
                        .find(context.image(), home.topic(), home.partition())
                        .partition();
    }

    private static TransactionGate.Entrant entrant(TxnOffsetCommitRequest request, short version) {
        TransactionGate.Client client = version >= ADDED_ON_THE_WAY_SINCE
                ? TransactionGate.Client.ADDS_ON_THE_WAY
                : version >= ABORTABLE_SINCE ? TransactionGate.Client.KNOWS_ABORTABLE : TransactionGate.Client.OLD;
        return new TransactionGate.Entrant(
                request.transactionalId(), new ProducerIdentity(request.producerId(), request.producerEpoch()), client);
    }

    /** The gate speaks to those who produce; who commits offsets is told to come back in other words. */
    private static ErrorCode understood(ErrorCode error) {
        return error == ErrorCode.NOT_ENOUGH_REPLICAS ? ErrorCode.COORDINATOR_NOT_AVAILABLE : error;
    }
}
