package dev.naru.coordinator.group.shard;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.naru.coordinator.group.ClientInfo;
import dev.naru.coordinator.group.shard.GroupPlayer.Command;
import dev.naru.protocol.ErrorCode;
import dev.naru.protocol.MessageParts;
import dev.naru.protocol.message.ConsumerProtocolSubscription;
import dev.naru.protocol.message.HeartbeatRequest;
import dev.naru.protocol.message.JoinGroupRequest;
import dev.naru.protocol.message.JoinGroupRequest.JoinGroupRequestProtocol;
import dev.naru.protocol.message.JoinGroupResponse;
import dev.naru.protocol.message.LeaveGroupRequest;
import dev.naru.protocol.message.LeaveGroupRequest.MemberIdentity;
import dev.naru.protocol.message.SyncGroupRequest;
import dev.naru.protocol.message.SyncGroupRequest.SyncGroupRequestAssignment;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** What members of a transcript do, and what operators ask about their groups. */
final class MemberPlayer {
    private final GroupWorld world;
    private final Consumer<String> out;
    private final Map<String, String> ids = new HashMap<>();
    private final Map<String, Integer> generations = new HashMap<>();

    MemberPlayer(GroupWorld world, Consumer<String> out) {
        this.world = world;
        this.out = out;
    }

    /** The member id a client was given last; {@code name.n} its n-th one. */
    String id(String client) {
        return ids.getOrDefault(client, "");
    }

    int generation(String client) {
        return generations.getOrDefault(client, -1);
    }

    void join(Command command) {
        String client = command.word(2);
        JoinGroupRequest request = new JoinGroupRequest()
                .groupId(command.word(1))
                .memberId(command.option("id", id(client)).replace("none", ""))
                .groupInstanceId(command.options().get("static"))
                .sessionTimeoutMs(command.number("session", 10_000))
                .rebalanceTimeoutMs(command.number("rebalance", 30_000))
                .protocolType(command.option("type", "consumer"))
                .reason(command.options().get("reason"));
        List<String> topics = Arrays.asList(command.option("topics", "t").split(","));
        List<JoinGroupRequestProtocol> protocols = new ArrayList<>();
        for (String protocol : command.option("protocols", "range").split(",")) {
            protocols.add(new JoinGroupRequestProtocol().name(protocol).metadata(subscription(topics)));
        }
        world.decide(
                state -> state.join(
                        client(command, 9), request.protocols(protocols), answer -> onJoined(client, answer)),
                Runnable::run,
                refusal -> out.accept(client + " join refused " + refusal));
    }

    private void onJoined(String client, JoinGroupResponse response) {
        ErrorCode error = ErrorCode.of(response.errorCode());
        if (!response.memberId().isEmpty()) {
            ids.put(client, response.memberId());
        }
        if (error != ErrorCode.NONE) {
            if (error == ErrorCode.UNKNOWN_MEMBER_ID) {
                ids.remove(client);
            }
            out.accept(client + " join " + error
                    + (error == ErrorCode.MEMBER_ID_REQUIRED ? " " + response.memberId() : ""));
            return;
        }
        generations.put(client, response.generationId());
        out.accept(client + " joined generation " + response.generationId() + " as " + response.memberId()
                + " protocol "
                + response.protocolName() + " leader " + response.leader()
                + (response.skipAssignment() ? " skip assignment" : "")
                + (response.members().isEmpty()
                        ? ""
                        : " members "
                                + response.members().stream()
                                        .map(member -> member.memberId()
                                                + (member.groupInstanceId() == null
                                                        ? ""
                                                        : "(" + member.groupInstanceId() + ")"))
                                        .toList()));
    }

    void sync(Command command) {
        String client = command.word(2);
        SyncGroupRequest request = new SyncGroupRequest()
                .groupId(command.word(1))
                .memberId(memberId(command, client))
                .groupInstanceId(command.options().get("static"))
                .generationId(command.number("generation", generation(client)))
                .protocolType(command.options().get("type"))
                .protocolName(command.options().get("protocol"));
        List<SyncGroupRequestAssignment> shares = new ArrayList<>();
        if (command.options().containsKey("shares")) {
            for (String share : command.option("shares", "").split(",")) {
                String[] parts = share.split(":");
                shares.add(
                        new SyncGroupRequestAssignment().memberId(id(parts[0])).assignment(parts[1].getBytes(UTF_8)));
            }
        }
        world.decide(
                state -> state.sync(client(command, 5), request.assignments(shares), answer -> {
                    ErrorCode error = ErrorCode.of(answer.errorCode());
                    out.accept(client
                            + (error == ErrorCode.NONE
                                    ? " synced '" + new String(answer.assignment(), UTF_8) + "'"
                                    : " sync " + error));
                }),
                Runnable::run,
                refusal -> out.accept(client + " sync refused " + refusal));
    }

    void heartbeat(Command command) {
        String client = command.word(2);
        HeartbeatRequest request = new HeartbeatRequest()
                .groupId(command.word(1))
                .memberId(memberId(command, client))
                .groupInstanceId(command.options().get("static"))
                .generationId(command.number("generation", generation(client)));
        world.decide(
                state -> state.heartbeat(client(command, 4), request),
                answer -> out.accept(client + " heartbeat " + ErrorCode.of(answer.errorCode())),
                refusal -> out.accept(client + " heartbeat refused " + refusal));
    }

    void leave(Command command) {
        List<MemberIdentity> members = new ArrayList<>();
        for (String client : command.from(2)) {
            members.add(new MemberIdentity()
                    .memberId(command.options().containsKey("static") ? "" : id(client))
                    .groupInstanceId(command.options().get("static")));
        }
        LeaveGroupRequest request =
                new LeaveGroupRequest().groupId(command.word(1)).members(members);
        world.decide(
                state -> state.leave(
                        client(command, 5),
                        request,
                        answer -> out.accept("left "
                                + ErrorCode.of(answer.errorCode())
                                + answer.members().stream()
                                        .map(member -> ErrorCode.of(member.errorCode()))
                                        .toList())),
                Runnable::run,
                refusal -> out.accept("leave refused " + refusal));
    }

    void describe(Command command) {
        world.decide(
                state -> state.administration().describe(command.word(1)),
                group -> out.accept(ErrorCode.of(group.errorCode()) + " " + group.groupState() + " type '"
                        + group.protocolType() + "' protocol '" + group.protocolData() + "' members "
                        + group.members().stream()
                                .map(member -> member.memberId() + " of " + member.clientId() + member.clientHost()
                                        + " '" + new String(member.memberAssignment(), UTF_8) + "'")
                                .toList()),
                refusal -> out.accept("describe refused " + refusal));
    }

    void list(Command command) {
        world.decide(
                state -> state.administration().list(words(command, "states"), words(command, "types")),
                groups -> out.accept(groups.stream()
                        .map(group -> group.groupId() + " " + group.groupType() + " '" + group.protocolType() + "' "
                                + group.groupState())
                        .sorted()
                        .toList()
                        .toString()),
                refusal -> out.accept("list refused " + refusal));
    }

    private static List<String> words(Command command, String option) {
        String words = command.options().get(option);
        return words == null ? List.of() : Arrays.asList(words.split(","));
    }

    void delete(Command command) {
        world.decide(
                state -> state.administration().delete(command.word(1)),
                result -> out.accept(
                        result.map(one -> ErrorCode.of(one.errorCode()).toString())
                                .orElse("more to delete")),
                refusal -> out.accept("delete refused " + refusal));
    }

    private String memberId(Command command, String client) {
        String said = command.options().get("id");
        return said == null ? id(client) : said;
    }

    private static ClientInfo client(Command command, int version) {
        return new ClientInfo(
                command.words().size() > 2 ? command.word(2) : "", "/10.0.0.1", (short) command.number("v", version));
    }

    /** Its version and then the subscription, as the consumers' protocol has it. */
    private static byte[] subscription(List<String> topics) {
        short version = ConsumerProtocolSubscription.HIGHEST_VERSION;
        byte[] body = MessageParts.bytes(new ConsumerProtocolSubscription().topics(topics), version);
        return ByteBuffer.allocate(Short.BYTES + body.length)
                .putShort(version)
                .put(body)
                .array();
    }
}
