package dev.naru.client.producer;

import dev.naru.client.Address;
import dev.naru.client.BrokerException;
import dev.naru.client.CommittedOffset;
import dev.naru.client.GroupMembership;
import dev.naru.client.cluster.Ask;
import dev.naru.client.cluster.Cluster;
import dev.naru.client.cluster.Coordinators;
import dev.naru.common.TopicPartition;
import dev.naru.protocol.ErrorCode;
import dev.naru.protocol.message.AddOffsetsToTxnRequest;
import dev.naru.protocol.message.AddOffsetsToTxnResponse;
import dev.naru.protocol.message.AddPartitionsToTxnRequest;
import dev.naru.protocol.message.AddPartitionsToTxnResponse;
import dev.naru.protocol.message.EndTxnRequest;
import dev.naru.protocol.message.EndTxnResponse;
import dev.naru.protocol.message.InitProducerIdRequest;
import dev.naru.protocol.message.InitProducerIdResponse;
import dev.naru.protocol.message.TxnOffsetCommitRequest;
import dev.naru.protocol.message.TxnOffsetCommitResponse;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The requests of a transactional producer, each tried again while that may help. Which version goes with which version of
 * transactions is decided here: the later versions of some requests mean that the broker adds partitions to the
 * transaction by itself (KIP-890).
 *
 * <p>Threading: confined to the client's loop.
 */
final class TransactionRequests {
    private static final String FEATURE = "transaction.version";
    private static final int SECOND = 2;
    private static final int END_OF_FIRST = 4;
    private static final int ADD_PARTITIONS_OF_CLIENTS = 3;
    private static final int OFFSET_COMMIT_OF_FIRST = 4;
    private static final int OFFSET_COMMIT_BY_NAME = 5;

    private final Cluster cluster;
    private final TransactionConfig config;
    private final Coordinators transactions;
    private final Coordinators groups;
    private final int requestMs;
    private boolean secondVersion;

    TransactionRequests(Cluster cluster, TransactionConfig config) {
        this.cluster = cluster;
        this.config = config;
        this.transactions = new Coordinators(cluster, Coordinators.Kind.TRANSACTION, cluster.links());
        this.groups = new Coordinators(cluster, Coordinators.Kind.GROUP, cluster.links());
        this.requestMs = cluster.config().timeouts().requestMs();
    }

    /** Whether the cluster runs the second version of transactions, as its coordinator last said. */
    boolean isSecondVersion() {
        Address coordinator = transactions.known(config.transactionalId());
        if (coordinator != null && cluster.links().isOpen(coordinator)) {
            secondVersion = cluster.links().featureLevel(coordinator, FEATURE) >= SECOND;
        }
        return secondVersion;
    }

    /**
     * Gets the producer id with a new epoch; ends what an earlier producer of the same name left open, and fences it.
     *
     * @param last the identity so far, if this producer only wants a newer epoch of it
     */
    CompletableFuture<ProducerIdentity> init(@Nullable ProducerIdentity last) {
        InitProducerIdRequest request = new InitProducerIdRequest()
                .transactionalId(config.transactionalId())
                .transactionTimeoutMs(config.timeoutMs())
                .producerId(last == null ? -1 : last.id())
                .producerEpoch(last == null ? (short) -1 : last.epoch());
        String what = "getting the producer id of " + config.transactionalId();
        Ask<InitProducerIdResponse> ask = Ask.of(request, InitProducerIdResponse.class, requestMs);
        return transactions.call(what, config.transactionalId(), ask, response -> {
            check(response.errorCode(), what);
            return new ProducerIdentity(response.producerId(), response.producerEpoch());
        });
    }

    /** Makes partitions part of the transaction; in the second version producing to them does. */
    CompletableFuture<Void> addPartitions(ProducerIdentity identity, Collection<TopicPartition> partitions) {
        Map<String, AddPartitionsToTxnRequest.AddPartitionsToTxnTopic> topics = new TreeMap<>();
        new TreeSet<>(partitions)
                .forEach(partition -> topics.computeIfAbsent(
                                partition.topic(),
                                name -> new AddPartitionsToTxnRequest.AddPartitionsToTxnTopic()
                                        .name(name)
                                        .partitions(new ArrayList<>()))
                        .partitions()
                        .add(partition.partition()));
        AddPartitionsToTxnRequest request = new AddPartitionsToTxnRequest()
                .v3AndBelowTransactionalId(config.transactionalId())
                .v3AndBelowProducerId(identity.id())
                .v3AndBelowProducerEpoch(identity.epoch())
                .v3AndBelowTopics(new ArrayList<>(topics.values()));
        String what = "adding partitions to the transaction of " + config.transactionalId();
        Ask<AddPartitionsToTxnResponse> ask =
                Ask.of(request, AddPartitionsToTxnResponse.class, requestMs).atMost(ADD_PARTITIONS_OF_CLIENTS);
        return transactions.call(what, config.transactionalId(), ask, response -> {
            List<ErrorCode> errors = new ArrayList<>();
            response.resultsByTopicV3AndBelow()
                    .forEach(topic -> topic.resultsByPartition()
                            .forEach(result -> errors.add(ErrorCode.of(result.partitionErrorCode()))));
            // One that failed has the others answered with OPERATION_NOT_ATTEMPTED; the reason is what counts.
            errors.stream()
                    .filter(error -> error != ErrorCode.NONE && error != ErrorCode.OPERATION_NOT_ATTEMPTED)
                    .findFirst()
                    .ifPresent(error -> check(error.code(), what));
            errors.forEach(error -> check(error.code(), what));
            return null;
        });
    }

    /** Makes the offsets of a group part of the transaction; in the second version committing them does. */
    CompletableFuture<Void> addOffsets(ProducerIdentity identity, String groupId) {
        AddOffsetsToTxnRequest request = new AddOffsetsToTxnRequest()
                .transactionalId(config.transactionalId())
                .producerId(identity.id())
                .producerEpoch(identity.epoch())
                .groupId(groupId);
        String what = "adding group " + groupId + " to the transaction of " + config.transactionalId();
        return transactions.call(
                what, config.transactionalId(), Ask.of(request, AddOffsetsToTxnResponse.class, requestMs), response -> {
                    check(response.errorCode(), what);
                    return null;
                });
    }

    /** Commits offsets as part of the transaction: they count when it is committed. */
    CompletableFuture<Void> commitOffsets(
            ProducerIdentity identity,
            GroupMembership member,
            Map<TopicPartition, CommittedOffset> offsets,
            boolean secondVersion) {
        Map<String, TxnOffsetCommitRequest.TxnOffsetCommitRequestTopic> topics = new TreeMap<>();
        offsets.forEach((partition, offset) -> topics.computeIfAbsent(
                        partition.topic(),
                        name -> new TxnOffsetCommitRequest.TxnOffsetCommitRequestTopic()
                                .name(name)
                                .partitions(new ArrayList<>()))
                .partitions()
                .add(new TxnOffsetCommitRequest.TxnOffsetCommitRequestPartition()
                        .partitionIndex(partition.partition())
                        .committedOffset(offset.offset())
                        .committedLeaderEpoch(offset.leaderEpoch())
                        .committedMetadata(offset.metadata())));
        TxnOffsetCommitRequest request = new TxnOffsetCommitRequest()
                .transactionalId(config.transactionalId())
                .groupId(member.groupId())
                .producerId(identity.id())
                .producerEpoch(identity.epoch())
                .generationIdOrMemberEpoch(member.epoch())
                .memberId(member.memberId())
                .groupInstanceId(member.instanceId())
                .topics(new ArrayList<>(topics.values()));
        String what = "committing offsets of group " + member.groupId() + " in the transaction of "
                + config.transactionalId();
        Ask<TxnOffsetCommitResponse> ask = Ask.of(request, TxnOffsetCommitResponse.class, requestMs)
                .atMost(secondVersion ? OFFSET_COMMIT_BY_NAME : OFFSET_COMMIT_OF_FIRST);
        return groups.call(what, member.groupId(), ask, response -> {
            response.topics().forEach(topic -> topic.partitions().forEach(part -> check(part.errorCode(), what)));
            return null;
        });
    }

    /** Ends the transaction; the identity for the next one, which is this one in the first version. */
    CompletableFuture<ProducerIdentity> end(ProducerIdentity identity, boolean commit, boolean secondVersion) {
        EndTxnRequest request = new EndTxnRequest()
                .transactionalId(config.transactionalId())
                .producerId(identity.id())
                .producerEpoch(identity.epoch())
                .committed(commit);
        String what = (commit ? "committing" : "aborting") + " the transaction of " + config.transactionalId();
        Ask<EndTxnResponse> ask = Ask.of(request, EndTxnResponse.class, requestMs);
        return transactions.call(
                what, config.transactionalId(), secondVersion ? ask : ask.atMost(END_OF_FIRST), response -> {
                    check(response.errorCode(), what);
                    return response.producerId() < 0
                            ? identity
                            : new ProducerIdentity(response.producerId(), response.producerEpoch());
                });
    }

    private static void check(short code, String what) {
        ErrorCode error = ErrorCode.of(code);
        if (error != ErrorCode.NONE) {
            throw new BrokerException(error, what, null);
        }
    }
}
