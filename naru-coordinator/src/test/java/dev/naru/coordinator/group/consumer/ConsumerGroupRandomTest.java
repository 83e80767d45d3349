package dev.naru.coordinator.group.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.naru.coordinator.group.assignor.PartitionSet;
import dev.naru.metadata.TopicImage;
import dev.naru.testkit.Gen;
import dev.naru.testkit.Seeded;
import java.util.ArrayList;
import java.util.List;

/**
 * Members that come, lag, lose responses, crash and leave, topics that come, grow and go, coordinators that take over: at no
 * moment two members read the same partition; and when it gets quiet, every partition is read by somebody who wants it.
 */
class ConsumerGroupRandomTest {
    private static final List<String> TOPICS = List.of("a", "b", "c");
    private static final int QUIET_ROUNDS = 24;

    @Seeded(count = 200)
    void noPartitionHasTwoReadersAndInTheEndEachHasOne(Gen gen) {
        play(gen, false);
    }

    @Seeded(count = 200)
    void thatHoldsWhileMembersOfBothProtocolsComeAndGo(Gen gen) {
        play(gen, true);
    }

    private static void play(Gen gen, boolean bothProtocols) {
        GroupBench bench = new GroupBench(gen.chance(50) ? 0 : 1_000);
        List<SimulatedMember> members = new ArrayList<>();
        int nextId = 0;
        bench.topic("a", 4);
        for (int step = 0; step < 60; step++) {
            switch (gen.intIn(0, 11)) {
                case 0 -> {
                    if (members.size() < 4) {
                        String id = "m" + nextId++;
                        members.add(
                                bothProtocols && gen.anyBoolean()
                                        ? new SimulatedClassicConsumer(bench, id, topics(gen))
                                        : new SimulatedConsumer(bench, gen, id, topics(gen)));
                    }
                }
                case 1 -> bench.topic(gen.oneOf(TOPICS), gen.intIn(1, 8));
                case 2 -> bench.removeTopic(gen.oneOf(TOPICS));
                case 3 -> bench.reload();
                case 4 -> {
                    if (!members.isEmpty()) {
                        SimulatedMember gone = members.remove(gen.intIn(0, members.size() - 1));
                        if (gen.anyBoolean()) {
                            gone.leave();
                        }
                    }
                }
                case 5 -> {
                    if (!members.isEmpty()) {
                        gen.oneOf(members).subscribe(topics(gen));
                    }
                }
                case 6 -> bench.loop.advanceMs(gen.intIn(0, 2_000));
                default -> {
                    if (!members.isEmpty()) {
                        gen.oneOf(members).beat(true);
                    }
                }
            }
            bench.checkReplay();
            checkNobodyShares(bench, members);
        }
        becomeQuiet(bench, members);
    }

    private static void becomeQuiet(GroupBench bench, List<SimulatedMember> members) {
        for (int round = 0; round < QUIET_ROUNDS; round++) {
            bench.loop.advanceMs(GroupBench.SESSION_TIMEOUT_MS / 9);
            for (SimulatedMember member : members) {
                member.beat(false);
                checkNobodyShares(bench, members);
            }
        }
        for (String name : TOPICS) {
            TopicImage topic = bench.image().topic(name);
            boolean isWanted =
                    members.stream().anyMatch(member -> member.topics().contains(name));
            for (int partition = 0; topic != null && partition < topic.partitionCount(); partition++) {
                int number = partition;
                assertThat(members.stream()
                                .filter(member -> member.owned().contains(topic.id(), number))
                                .toList())
                        .as("readers of %s-%d", name, partition)
                        .hasSize(isWanted ? 1 : 0);
            }
        }
        bench.checkReplay();
    }

    private static void checkNobodyShares(GroupBench bench, List<SimulatedMember> members) {
        PartitionSet seen = PartitionSet.EMPTY;
        for (SimulatedMember member : members) {
            assertThat(seen.containsAny(member.owned()))
                    .as(
                            "%s reads what another reads: %s",
                            member.id(), bench.state().dump())
                    .isFalse();
            seen = seen.or(member.owned());
        }
    }

    private static List<String> topics(Gen gen) {
        List<String> topics = new ArrayList<>(TOPICS);
        topics.removeIf(topic -> gen.chance(40));
        return topics;
    }
}
