package dev.naru.coordinator.group.shard;

import dev.naru.common.TopicPartition;
import dev.naru.common.Uuid;
import dev.naru.coordinator.group.shard.GroupPlayer.Command;
import dev.naru.coordinator.runtime.ProducerIdentity;
import dev.naru.metadata.TopicImage;
import dev.naru.protocol.ErrorCode;
import dev.naru.protocol.message.OffsetCommitRequest;
import dev.naru.protocol.message.OffsetCommitRequest.OffsetCommitRequestPartition;
import dev.naru.protocol.message.OffsetCommitRequest.OffsetCommitRequestTopic;
import dev.naru.protocol.message.OffsetDeleteRequest;
import dev.naru.protocol.message.OffsetDeleteRequest.OffsetDeleteRequestPartition;
import dev.naru.protocol.message.OffsetDeleteRequest.OffsetDeleteRequestTopic;
import dev.naru.protocol.message.OffsetFetchRequest.OffsetFetchRequestGroup;
import dev.naru.protocol.message.OffsetFetchRequest.OffsetFetchRequestTopics;
import dev.naru.protocol.message.OffsetFetchResponse.OffsetFetchResponsePartitions;
import dev.naru.protocol.message.TxnOffsetCommitRequest;
import dev.naru.protocol.message.TxnOffsetCommitRequest.TxnOffsetCommitRequestPartition;
import dev.naru.protocol.message.TxnOffsetCommitRequest.TxnOffsetCommitRequestTopic;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Commits, fetches and deletions of offsets in a transcript; a partition is written {@code topic-0}. */
final class OffsetPlayer {
    private final GroupWorld world;
    private final MemberPlayer members;
    private final Consumer<String> out;

    OffsetPlayer(GroupWorld world, MemberPlayer members, Consumer<String> out) {
        this.world = world;
        this.members = members;
        this.out = out;
    }

    void commit(Command command) {
        String member = command.option("member", "");
        OffsetCommitRequest request = new OffsetCommitRequest()
                .groupId(command.word(1))
                .memberId(members.id(member))
                .groupInstanceId(command.options().get("static"))
                .generationIdOrMemberEpoch(command.number("generation", members.generation(member)))
                .retentionTimeMs(command.number("retention", -1));
        List<OffsetCommitRequestTopic> topics = new ArrayList<>();
        partitions(command)
                .forEach((partition, offset) -> topics.add(new OffsetCommitRequestTopic()
                        .name(partition.topic())
                        .topicId(topicId(partition.topic()))
                        .partitions(List.of(new OffsetCommitRequestPartition()
                                .partitionIndex(partition.partition())
                                .committedOffset(offset)
                                .committedMetadata(command.option("metadata", ""))))));
        short version = (short) command.number("v", 9);
        world.decide(
                state -> state.commits().commit(request.topics(topics), version),
                answer -> out.accept("committed "
                        + answer.topics().stream()
                                .map(topic ->
                                        ErrorCode.of(topic.partitions().get(0).errorCode()))
                                .toList()),
                refusal -> out.accept("commit refused " + refusal));
    }

    void commitInTransaction(Command command) {
        String member = command.option("member", "");
        ProducerIdentity producer = GroupPlayer.producer(command.word(2));
        TxnOffsetCommitRequest request = new TxnOffsetCommitRequest()
                .groupId(command.word(1))
                .producerId(producer.id())
                .producerEpoch(producer.epoch())
                .memberId(members.id(member))
                .generationIdOrMemberEpoch(command.number("generation", members.generation(member)));
        List<TxnOffsetCommitRequestTopic> topics = new ArrayList<>();
        partitions(command)
                .forEach((partition, offset) -> topics.add(new TxnOffsetCommitRequestTopic()
                        .name(partition.topic())
                        .topicId(topicId(partition.topic()))
                        .partitions(List.of(new TxnOffsetCommitRequestPartition()
                                .partitionIndex(partition.partition())
                                .committedOffset(offset)))));
        short version = (short) command.number("v", 5);
        world.decide(
                state -> state.commits().commit(request.topics(topics), version),
                answer -> out.accept("staged "
                        + answer.topics().stream()
                                .map(topic ->
                                        ErrorCode.of(topic.partitions().get(0).errorCode()))
                                .toList()),
                refusal -> out.accept("commit refused " + refusal));
    }

    /** The options that are partitions, with their offsets. */
    private static Map<TopicPartition, Long> partitions(Command command) {
        Map<TopicPartition, Long> partitions = new TreeMap<>();
        command.options().forEach((name, value) -> {
            if (name.contains("-")) {
                partitions.put(partition(name), Long.parseLong(value));
            }
        });
        return partitions;
    }

    private static TopicPartition partition(String word) {
        int dash = word.lastIndexOf('-');
        return new TopicPartition(word.substring(0, dash), Integer.parseInt(word.substring(dash + 1)));
    }

    private Uuid topicId(String name) {
        TopicImage topic = world.image().topic(name);
        return topic == null ? Uuid.ZERO : topic.id();
    }

    void fetch(Command command) {
        List<String> words = new ArrayList<>(command.from(2));
        boolean isStable = words.remove("stable");
        List<OffsetFetchRequestTopics> topics = words.stream()
                .map(OffsetPlayer::partition)
                .map(partition -> new OffsetFetchRequestTopics()
                        .name(partition.topic())
                        .topicId(topicId(partition.topic()))
                        .partitionIndexes(List.of(partition.partition())))
                .toList();
        OffsetFetchRequestGroup request =
                new OffsetFetchRequestGroup().groupId(command.word(1)).topics(words.isEmpty() ? null : topics);
        world.decide(
                state -> state.fetches().fetch(request, isStable),
                answer -> out.accept(ErrorCode.of(answer.errorCode()) + " "
                        + answer.topics().stream()
                                .flatMap(topic -> topic.partitions().stream()
                                        .map(partition -> topic.name() + "-" + text(partition)))
                                .toList()),
                refusal -> out.accept("fetch refused " + refusal));
    }

    private static String text(OffsetFetchResponsePartitions partition) {
        ErrorCode error = ErrorCode.of(partition.errorCode());
        return partition.partitionIndex() + "=" + partition.committedOffset()
                + (error == ErrorCode.NONE ? "" : " " + error);
    }

    void delete(Command command) {
        List<OffsetDeleteRequestTopic> topics = command.from(2).stream()
                .map(OffsetPlayer::partition)
                .map(partition -> new OffsetDeleteRequestTopic()
                        .name(partition.topic())
                        .partitions(List.of(new OffsetDeleteRequestPartition().partitionIndex(partition.partition()))))
                .toList();
        OffsetDeleteRequest request =
                new OffsetDeleteRequest().groupId(command.word(1)).topics(topics);
        world.decide(
                state -> state.deletions().delete(request),
                answer -> out.accept(ErrorCode.of(answer.errorCode()) + " "
                        + answer.topics().stream()
                                .map(topic ->
                                        ErrorCode.of(topic.partitions().get(0).errorCode()))
                                .toList()),
                refusal -> out.accept("delete refused " + refusal));
    }
}
