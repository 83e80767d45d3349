package dev.naru.tests.simulation.coordination;

import dev.naru.protocol.ErrorCode;
import dev.naru.protocol.message.OffsetCommitRequest;
import dev.naru.protocol.message.OffsetCommitResponse;
import dev.naru.protocol.message.OffsetFetchRequest;
import dev.naru.protocol.message.OffsetFetchResponse;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * The partitions a member believes to be its own, where it is in each, and its commits.
 *
 * <p>Threading: the simulation's thread.
 */
final class MemberPositions {
    private static final long UNKNOWN = -2;

    private final String group;
    private final String topic;
    private final Caller caller;
    private final GroupLedger ledger;
    private final Map<Integer, Long> positions = new HashMap<>();
    private Identity identity = new Identity("", 0);
    private String member = "";
    private int life;

    /** How it shows to the coordinator that it is still who it was. */
    record Identity(String memberId, int generationOrEpoch) {}

    MemberPositions(String group, String topic, Caller caller, GroupLedger ledger) {
        this.group = group;
        this.topic = topic;
        this.caller = caller;
        this.ledger = ledger;
    }

    /** It begins anew, with nothing. */
    void beginLife(String name) {
        life = ledger.newLife();
        member = name + "#" + life;
        positions.clear();
    }

    void identify(String memberId, int generationOrEpoch) {
        identity = new Identity(memberId, generationOrEpoch);
    }

    Set<Integer> owned() {
        return new TreeSet<>(positions.keySet());
    }

    /** These are its own now, and no others. */
    void own(Set<Integer> partitions) {
        for (int partition : owned()) {
            if (!partitions.contains(partition)) {
                positions.remove(partition);
                ledger.onGivenBack(partition, member);
            }
        }
        for (int partition : partitions) {
            if (positions.putIfAbsent(partition, UNKNOWN) == null) {
                ledger.onGiven(partition, member);
            }
        }
    }

    /** It dies with all it holds, and does not say so; the commit it could still send is its last will. */
    Runnable lastWill() {
        Identity was = identity;
        String name = member;
        Map<Integer, Long> held = new HashMap<>(positions);
        int lifeThen = life;
        positions.clear();
        return () -> held.forEach((partition, position) -> {
            if (position != UNKNOWN) {
                send(ledger.send(partition, GroupLedger.after(position, 1, lifeThen), name), was, error -> {});
            }
        });
    }

    /** Asks for a position that is not known yet, or commits the next one; {@code done} gets the answer's error. */
    void step(int fetchVersion, Consumer<ErrorCode> done) {
        if (positions.isEmpty()) {
            done.accept(ErrorCode.NONE);
            return;
        }
        int partition = caller.gen().oneOf(List.copyOf(owned()));
        long position = positions.get(partition);
        if (position == UNKNOWN) {
            fetch(partition, fetchVersion, done);
        } else {
            commit(partition, GroupLedger.after(position, caller.gen().intIn(1, 5), life), done);
        }
    }

    private void commit(int partition, long position, Consumer<ErrorCode> done) {
        send(ledger.send(partition, position, member), identity, error -> {
            if (error == ErrorCode.NONE) {
                positions.computeIfPresent(partition, (any, before) -> position);
            }
            done.accept(error);
        });
    }

    private void send(GroupLedger.Commit commit, Identity as, Consumer<ErrorCode> done) {
        OffsetCommitRequest request = new OffsetCommitRequest()
                .groupId(group)
                .memberId(as.memberId)
                .generationIdOrMemberEpoch(as.generationOrEpoch)
                .topics(List.of(new OffsetCommitRequest.OffsetCommitRequestTopic()
                        .name(topic)
                        .partitions(List.of(new OffsetCommitRequest.OffsetCommitRequestPartition()
                                .partitionIndex(commit.partition())
                                .committedOffset(commit.position())))));
        caller.callOnce(
                request,
                9,
                OffsetCommitResponse.class,
                response -> {
                    ErrorCode error = ErrorCode.of(
                            response.topics().get(0).partitions().get(0).errorCode());
                    if (error == ErrorCode.NONE) {
                        ledger.onAccepted(commit);
                    } else if (!MemberAnswers.isOutcomeUnknown(error)) {
                        ledger.onRefused(commit);
                    }
                    done.accept(error);
                },
                () -> done.accept(ErrorCode.NONE));
    }

    private void fetch(int partition, int version, Consumer<ErrorCode> done) {
        long notBelow = ledger.notBelow(partition);
        OffsetFetchRequest.OffsetFetchRequestGroup asked = new OffsetFetchRequest.OffsetFetchRequestGroup()
                .groupId(group)
                .topics(List.of(new OffsetFetchRequest.OffsetFetchRequestTopics()
                        .name(topic)
                        .partitionIndexes(List.of(partition))));
        if (version >= 9) {
            asked.memberId(identity.memberId).memberEpoch(identity.generationOrEpoch);
        }
        caller.callOnce(
                new OffsetFetchRequest().requireStable(true).groups(List.of(asked)),
                version,
                OffsetFetchResponse.class,
                response -> done.accept(onFetched(partition, notBelow, response)),
                () -> done.accept(ErrorCode.NONE));
    }

    private ErrorCode onFetched(int partition, long notBelow, OffsetFetchResponse response) {
        OffsetFetchResponse.OffsetFetchResponseGroup answered =
                response.groups().get(0);
        ErrorCode error = ErrorCode.of(answered.errorCode());
        if (error == ErrorCode.NONE) {
            OffsetFetchResponse.OffsetFetchResponsePartitions found =
                    answered.topics().get(0).partitions().get(0);
            error = ErrorCode.of(found.errorCode());
            if (error == ErrorCode.NONE) {
                ledger.onFetched(partition, found.committedOffset(), notBelow);
                positions.computeIfPresent(partition, (any, before) -> Math.max(0, found.committedOffset()));
            }
        }
        return error;
    }
}
