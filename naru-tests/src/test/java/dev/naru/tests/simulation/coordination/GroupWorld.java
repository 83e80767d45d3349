package dev.naru.tests.simulation.coordination;

import dev.naru.testkit.Gen;
import java.util.ArrayList;
import java.util.List;

/**
 * One run of one group: members of one kind or of both come, crash, leave and return while the broker does the same; in the end every
 * partition has somebody who gets on with it.
 *
 * <p>Threading: the simulation's thread.
 */
final class GroupWorld {
    private static final int MEMBERS_MAX = 5;
    private static final int STRIKES_MAX = 5;
    private static final int COMMITS_IN_THE_END = 3;

    enum Kind {
        CLASSIC,
        CONSUMER,
        MIXED
    }

    record Group(String name, String topic, int partitions, GroupLedger ledger) {}

    private final Gen gen;
    private final Cluster cluster;
    private final Group group;
    private final boolean mayLosePower;
    private final List<Member> members = new ArrayList<>();

    GroupWorld(Gen gen, Kind kind, boolean mayLosePower) throws Exception {
        this.gen = gen;
        this.cluster = new Cluster(gen);
        this.mayLosePower = mayLosePower;
        this.group = new Group("crew", "harbour", gen.intIn(1, 6), new GroupLedger("crew"));
        for (int number = gen.intIn(1, MEMBERS_MAX); number > 0; number--) {
            boolean isClassic = kind == Kind.CLASSIC || (kind == Kind.MIXED && gen.anyBoolean());
            String name = "member-" + number;
            members.add(
                    isClassic
                            ? new ClassicMember(name, group, cluster.caller())
                            : new ConsumerMember(name, group, cluster.caller()));
        }
    }

    /** Runs it all; throws when something cannot be. Returns one line that says how much happened. */
    String run() throws Exception {
        cluster.start();
        cluster.createTopic(group.topic(), group.partitions());
        members.forEach(Member::go);
        for (int strikes = gen.intIn(1, STRIKES_MAX); strikes > 0; strikes--) {
            live();
            if (mayLosePower && gen.chance(40)) {
                group.ledger().onPowerLoss();
                cluster.losePower();
            } else {
                cluster.strike();
            }
        }
        live();
        settle();
        int commits = 0;
        for (int partition = 0; partition < group.partitions(); partition++) {
            commits += group.ledger().commits(partition);
        }
        return "%d members, %d commits, %d events"
                .formatted(members.size(), commits, cluster.simulation().eventsRun());
    }

    private void live() {
        for (int events = gen.intIn(0, 4); events > 0; events--) {
            cluster.simulation().runFor(gen.intIn(20, 1_500));
            Member member = gen.oneOf(members);
            if (gen.chance(60)) {
                member.crash();
            } else {
                member.leave();
            }
        }
        cluster.simulation().runFor(gen.intIn(20, 1_500));
    }

    /** Nobody goes any more: each partition is given to somebody who commits. */
    private void settle() {
        cluster.simulation().runFor(10_000);
        List<Integer> before = new ArrayList<>();
        for (int partition = 0; partition < group.partitions(); partition++) {
            before.add(group.ledger().commits(partition));
        }
        cluster.runUntil("every partition is worked on", () -> {
            for (int partition = 0; partition < before.size(); partition++) {
                if (group.ledger().commits(partition) < before.get(partition) + COMMITS_IN_THE_END) {
                    return false;
                }
            }
            return true;
        });
    }
}
