package dev.naru.benchmarks.assignment;

import dev.naru.protocol.message.ConsumerGroupHeartbeatResponse;
import dev.naru.protocol.message.ConsumerGroupHeartbeatResponse.TopicPartitions;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Measures for how long a large group of the consumer protocol holds up its loop while its members join one after the other within
 * three seconds, get their partitions, and then only beat; and what a topic costs that comes and is nobody's business.
 *
 * <p>Threading: the main thread.
 */
public final class GroupProbe {
    private static final int PARTITIONS = 10_000;
    private static final int JOINING_MS = 3_000;
    private static final int BEAT_MS = 5_000;
    private static final int ROUNDS_MAX = 20;

    private final LargeGroup group = new LargeGroup(PARTITIONS);
    private final List<Member> members = new ArrayList<>();

    /** A member as a client is: it gives up and takes what it is told to, and says so with its next beat. */
    private static final class Member {
        private final String id;
        private int epoch;
        private List<TopicPartitions> owned = List.of();
        private boolean changed;

        Member(String id) {
            this.id = id;
        }
    }

    private GroupProbe() {}

    public static void main(String[] args) {
        System.out.println("members | step | total ms | longest ms | largest decision bytes");
        for (int warmUp = 0; warmUp < 3; warmUp++) {
            new GroupProbe().run(100, false);
        }
        for (int members : List.of(100, 1_000, 5_000)) {
            new GroupProbe().run(members, true);
        }
    }

    private void run(int count, boolean prints) {
        for (int number = 0; number < count; number++) {
            Member member = new Member("member-" + number);
            members.add(member);
            beat(member);
            group.pass(JOINING_MS * (number + 1) / count - JOINING_MS * number / count);
        }
        print("join, " + JOINING_MS + " ms", prints);
        int rounds = 0;
        for (boolean settled = false; !settled && rounds < ROUNDS_MAX; rounds++) {
            settled = beatAll();
        }
        print("settle, " + rounds + " rounds", prints);
        beatAll();
        print("one round of heartbeats", prints);
        group.addForeignTopic("foreign");
        print("a topic that concerns nobody", prints);
    }

    private boolean beatAll() {
        boolean settled = true;
        for (Member member : members) {
            settled &= !beat(member);
        }
        group.pass(BEAT_MS);
        return settled;
    }

    /** True if the member was told something new. */
    private boolean beat(Member member) {
        ConsumerGroupHeartbeatResponse response =
                group.beat("g", member.id, member.epoch, member.changed ? member.owned : null);
        if (response.errorCode() != 0) {
            throw new IllegalStateException(response.toString());
        }
        boolean isNew = response.memberEpoch() != member.epoch || response.assignment() != null;
        member.epoch = response.memberEpoch();
        member.changed = response.assignment() != null;
        if (response.assignment() != null) {
            member.owned = response.assignment().topicPartitions();
        }
        return isNew;
    }

    private void print(String step, boolean prints) {
        LargeGroup.Cost cost = group.takeCost();
        if (prints) {
            System.out.printf(
                    Locale.ROOT,
                    "%d | %s | %.0f | %.1f | %d%n",
                    members.size(),
                    step,
                    cost.totalMs(),
                    cost.longestMs(),
                    cost.largestBytes());
        }
    }
}
