package dev.naru.coordinator.group.consumer;

import dev.naru.common.Uuid;
import dev.naru.coordinator.group.ClientInfo;
import dev.naru.coordinator.group.assignor.PartitionSet;
import dev.naru.metadata.ConfigResourceType;
import dev.naru.metadata.TopicImage;
import dev.naru.protocol.ErrorCode;
import dev.naru.protocol.MessageParts;
import dev.naru.protocol.group.OffsetCommitKey;
import dev.naru.protocol.message.ConsumerGroupHeartbeatRequest;
import dev.naru.protocol.message.ConsumerGroupHeartbeatResponse;
import dev.naru.protocol.message.ConsumerProtocolSubscription;
import dev.naru.protocol.message.HeartbeatRequest;
import dev.naru.protocol.message.JoinGroupRequest;
import dev.naru.protocol.message.JoinGroupRequest.JoinGroupRequestProtocol;
import dev.naru.protocol.message.JoinGroupResponse;
import dev.naru.protocol.message.LeaveGroupRequest;
import dev.naru.protocol.message.LeaveGroupRequest.MemberIdentity;
import dev.naru.protocol.message.LeaveGroupResponse;
import dev.naru.protocol.message.ListGroupsResponse.ListedGroup;
import dev.naru.protocol.message.OffsetCommitRequest;
import dev.naru.protocol.message.OffsetCommitRequest.OffsetCommitRequestPartition;
import dev.naru.protocol.message.OffsetCommitRequest.OffsetCommitRequestTopic;
import dev.naru.protocol.message.OffsetCommitResponse;
import dev.naru.protocol.message.SyncGroupRequest;
import dev.naru.protocol.message.SyncGroupRequest.SyncGroupRequestAssignment;
import dev.naru.protocol.message.SyncGroupResponse;
import dev.naru.protocol.metadata.ConfigRecord;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Plays the commands of a transcript against a shard, and prints what is answered and what is written. */
final class ScenarioPlayer {
    private static final String GROUP = "g";

    private final GroupBench bench = new GroupBench(0);
    private final RecordText text = new RecordText(id -> String.valueOf(bench.topicName(id)));
    private final StringBuilder out = new StringBuilder();
    private final Map<String, String> ids = new HashMap<>();
    private long shownOffset;

    String play(String line) {
        out.setLength(0);
        String[] words = line.split(" +");
        Map<String, String> options = new HashMap<>();
        for (String word : words) {
            int equals = word.indexOf('=');
            if (equals > 0) {
                options.put(word.substring(0, equals), word.substring(equals + 1));
            }
        }
        switch (words[0]) {
            case "topic" -> bench.topic(words[1], Integer.parseInt(words[2]));
            case "set" ->
                bench.publish(List.of(new ConfigRecord()
                        .resourceType(ConfigResourceType.GROUP.id())
                        .resourceName(GROUP)
                        .name(words[1])
                        .value(words[2])));
            case "remove" -> bench.removeTopic(words[1]);
            case "beat" -> beat(words[1], options);
            case "commit" -> commit(words[1], Integer.parseInt(options.get("epoch")), words[words.length - 1]);
            case "wait" -> bench.loop.advanceMs(Long.parseLong(words[1]));
            case "takeover" -> bench.reload();
            case "state" -> state();
            case "join" -> join(words[1], options);
            case "sync" -> sync(words[1], options);
            case "heartbeat" -> heartbeat(words[1], options);
            case "leave" -> leave(words[1]);
            case "refuse-writes" -> bench.log.refuseWrites(ErrorCode.valueOf(words[1]));
            default -> throw new IllegalArgumentException(line);
        }
        bench.log.forEach((origin, record) -> {
            if (origin.offset() >= shownOffset && !(record.key() instanceof OffsetCommitKey)) {
                out.append("  + ").append(text.of(record)).append('\n');
            }
        });
        shownOffset = bench.log.endOffset();
        bench.checkReplay();
        String played = out.toString();
        for (Map.Entry<String, String> id : ids.entrySet()) {
            played = played.replace(id.getValue(), id.getKey());
        }
        return played;
    }

    private void beat(String memberId, Map<String, String> options) {
        int epoch = Integer.parseInt(options.get("epoch"));
        String topics = options.get("topics");
        String owned = options.getOrDefault("owned", epoch == 0 ? "-" : null);
        ConsumerGroupHeartbeatRequest request = new ConsumerGroupHeartbeatRequest()
                .groupId(GROUP)
                .memberId(memberId)
                .memberEpoch(epoch)
                .instanceId(options.get("instance"))
                .rackId(options.get("rack"))
                .rebalanceTimeoutMs(epoch == 0 ? 30_000 : -1)
                .subscribedTopicNames(topics == null ? null : List.of(topics.split(",")))
                .subscribedTopicRegex(options.get("regex"))
                .serverAssignor(options.get("assignor"))
                .topicPartitions(owned == null ? null : owned(owned));
        ConsumerGroupHeartbeatResponse response =
                bench.decide(shard -> shard.consumer().heartbeat(client(1), request));
        if (response.errorCode() != 0) {
            out.append("  ")
                    .append(ErrorCode.of(response.errorCode()))
                    .append(": ")
                    .append(response.errorMessage())
                    .append('\n');
            return;
        }
        out.append("  epoch=").append(response.memberEpoch());
        out.append(" next=").append(response.heartbeatIntervalMs());
        ConsumerGroupHeartbeatResponse.Assignment assignment = response.assignment();
        if (assignment != null) {
            PartitionSet.Builder partitions = new PartitionSet.Builder();
            assignment.topicPartitions().forEach(topic -> partitions.addAll(topic.topicId(), topic.partitions()));
            out.append(" has ").append(text.of(partitions.build()));
        }
        out.append('\n');
    }

    private static ClientInfo client(int version) {
        return new ClientInfo("client", "/127.0.0.1", (short) version);
    }

    /** {@code orders:0,1;payments:2}; a dash is nothing. */
    private List<ConsumerGroupHeartbeatRequest.TopicPartitions> owned(String owned) {
        List<ConsumerGroupHeartbeatRequest.TopicPartitions> topics = new ArrayList<>();
        for (String topic : owned.equals("-") ? new String[0] : owned.split(";")) {
            String[] parts = topic.split(":");
            topics.add(new ConsumerGroupHeartbeatRequest.TopicPartitions()
                    .topicId(id(parts[0]))
                    .partitions(numbers(parts[1])));
        }
        return topics;
    }

    private static List<Integer> numbers(String list) {
        return Arrays.stream(list.split(",")).map(Integer::valueOf).toList();
    }

    private Uuid id(String topic) {
        TopicImage image = bench.image().topic(topic);
        return image == null ? new Uuid(9, 9) : image.id();
    }

    private void commit(String name, int epoch, String partition) {
        String[] parts = partition.split(":");
        OffsetCommitRequest request = new OffsetCommitRequest()
                .groupId(GROUP)
                .memberId(ids.getOrDefault(name, name))
                .generationIdOrMemberEpoch(epoch)
                .topics(List.of(new OffsetCommitRequestTopic()
                        .name(parts[0])
                        .topicId(id(parts[0]))
                        .partitions(List.of(new OffsetCommitRequestPartition()
                                .partitionIndex(Integer.parseInt(parts[1]))
                                .committedOffset(7)))));
        OffsetCommitResponse response = bench.decide(shard -> shard.commits().commit(request, (short) 10));
        short error = response.topics().get(0).partitions().get(0).errorCode();
        out.append("  ").append(ErrorCode.of(error)).append('\n');
    }

    private void state() {
        List<ListedGroup> listed = bench.decide(shard -> shard.administration().list(List.of(), List.of()));
        listed.forEach(group -> out.append("  ")
                .append(group.groupType())
                .append(' ')
                .append(group.groupState())
                .append('\n'));
    }

    /** A classic member is known by the name of the transcript; its id is drawn when it first joins. */
    private void join(String name, Map<String, String> options) {
        byte[] metadata = subscription(options);
        JoinGroupRequest request = new JoinGroupRequest()
                .groupId(GROUP)
                .memberId(ids.getOrDefault(name, options.getOrDefault("id", "")))
                .groupInstanceId(options.get("instance"))
                .protocolType(options.getOrDefault("type", "consumer"))
                .sessionTimeoutMs(Integer.parseInt(options.getOrDefault("session", "45000")))
                .rebalanceTimeoutMs(60_000)
                .protocols(List.of(new JoinGroupRequestProtocol().name("range").metadata(metadata)));
        List<JoinGroupResponse> answers = new ArrayList<>();
        int version = Integer.parseInt(options.getOrDefault("v", "3"));
        List<ErrorCode> refusals = new ArrayList<>();
        bench.send(shard -> shard.join(client(version), request, answers::add), refusals::add);
        refusals.forEach(refusal -> out.append("  refused ").append(refusal).append('\n'));
        if (answers.isEmpty() && refusals.isEmpty()) {
            out.append("  waits\n");
        }
        for (JoinGroupResponse answer : answers) {
            if (!answer.memberId().isEmpty()) {
                ids.put(name, answer.memberId());
            }
            if (answer.errorCode() != 0) {
                out.append("  ").append(ErrorCode.of(answer.errorCode())).append('\n');
                continue;
            }
            out.append("  ").append(ErrorCode.of(answer.errorCode()));
            out.append(" generation=").append(answer.generationId());
            out.append(answer.leader().equals(answer.memberId()) ? " leader" : "")
                    .append('\n');
        }
    }

    private byte[] subscription(Map<String, String> options) {
        List<ConsumerProtocolSubscription.TopicPartition> owned = new ArrayList<>();
        String text = options.getOrDefault("owned", "-");
        for (String topic : text.equals("-") ? new String[0] : text.split(";")) {
            String[] parts = topic.split(":");
            owned.add(new ConsumerProtocolSubscription.TopicPartition()
                    .topic(parts[0])
                    .partitions(numbers(parts[1])));
        }
        byte[] body = MessageParts.bytes(
                new ConsumerProtocolSubscription()
                        .topics(List.of(options.get("topics").split(",")))
                        .userData(null)
                        .ownedPartitions(owned),
                (short) 1);
        return ByteBuffer.allocate(Short.BYTES + body.length)
                .putShort((short) 1)
                .put(body)
                .array();
    }

    private void sync(String name, Map<String, String> options) {
        SyncGroupRequest request = new SyncGroupRequest()
                .groupId(GROUP)
                .memberId(ids.getOrDefault(name, name))
                .groupInstanceId(options.get("instance"))
                .generationId(Integer.parseInt(options.get("generation")));
        String assign = options.get("assign");
        if (assign != null) {
            // member/orders:0,1 for each member
            request.assignments(Arrays.stream(assign.split("&"))
                    .map(one -> new SyncGroupRequestAssignment()
                            .memberId(ids.getOrDefault(one.split("/")[0], ""))
                            .assignment(
                                    ClientAssignments.write(set(one.split("/")[1]), new byte[] {0, 1}, bench.image())))
                    .toList());
        }
        List<SyncGroupResponse> answers = new ArrayList<>();
        run(bench.decide(shard -> shard.sync(client(5), request, answers::add)));
        for (SyncGroupResponse answer : answers) {
            out.append("  ").append(ErrorCode.of(answer.errorCode()));
            out.append(' ')
                    .append(text.of(ClientAssignments.read(answer.assignment(), bench.image())))
                    .append('\n');
        }
    }

    private PartitionSet set(String owned) {
        PartitionSet.Builder partitions = new PartitionSet.Builder();
        owned(owned).forEach(topic -> partitions.addAll(topic.topicId(), topic.partitions()));
        return partitions.build();
    }

    private void heartbeat(String name, Map<String, String> options) {
        HeartbeatRequest request = new HeartbeatRequest()
                .groupId(GROUP)
                .memberId(ids.getOrDefault(name, name))
                .groupInstanceId(options.get("instance"))
                .generationId(Integer.parseInt(options.get("generation")));
        short error = bench.decide(shard -> shard.heartbeat(client(4), request)).errorCode();
        out.append("  ").append(ErrorCode.of(error)).append('\n');
    }

    private void leave(String name) {
        LeaveGroupRequest request = new LeaveGroupRequest()
                .groupId(GROUP)
                .members(List.of(new MemberIdentity().memberId(ids.getOrDefault(name, name))));
        List<LeaveGroupResponse> answers = new ArrayList<>();
        run(bench.decide(shard -> shard.leave(client(5), request, answers::add)));
        answers.forEach(answer -> out.append("  ")
                .append(ErrorCode.of(answer.members().get(0).errorCode()))
                .append('\n'));
    }

    private void run(@Nullable Runnable afterCommit) {
        if (afterCommit != null) {
            afterCommit.run();
        }
        bench.loop.advanceMs(0);
    }
}
