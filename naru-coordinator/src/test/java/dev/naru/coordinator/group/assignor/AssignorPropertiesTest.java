package dev.naru.coordinator.group.assignor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.naru.common.Uuid;
import dev.naru.testkit.Gen;
import dev.naru.testkit.Seeded;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeSet;

/** What holds for every assignor and every group, however subscriptions differ (failure G3: nothing is left unowned). */
class AssignorPropertiesTest {
    private static final List<Assignor> ASSIGNORS = List.of(new UniformAssignor(), new RangeAssignor());

    @Seeded(count = 300)
    void everySubscribedPartitionHasExactlyOneOwnerWhoSubscribesToIt(Gen gen) {
        for (Assignor assignor : ASSIGNORS) {
            RandomGroup group = new RandomGroup(gen, gen.anyBoolean(), gen.anyBoolean());
            for (int round = 0; round < 6; round++) {
                SortedMap<String, PartitionSet> assigned = assignor.assign(group.members, group.topics);
                assertThat(assigned.keySet()).isEqualTo(group.members.keySet());
                checkOwners(group, assigned);
                group.adopt(assigned);
                group.change();
            }
        }
    }

    private static void checkOwners(RandomGroup group, Map<String, PartitionSet> assigned) {
        group.topics.forEach((id, topic) -> {
            for (int partition = 0; partition < topic.partitionCount(); partition++) {
                int number = partition;
                List<String> owners = assigned.keySet().stream()
                        .filter(member -> assigned.get(member).contains(id, number))
                        .toList();
                assertThat(owners)
                        .as("owners of %s-%d in %s", id, partition, group)
                        .hasSize(group.anybodySubscribesTo(id) ? 1 : 0);
            }
        });
        assigned.forEach((member, partitions) -> {
            assertThat(group.members.get(member).topics()).containsAll(partitions.topics());
            partitions.forEach((id, partition) ->
                    assertThat(partition).isLessThan(group.topics.get(id).partitionCount()));
        });
    }

    @Seeded(count = 300)
    void theSameQuestionAgainIsAnsweredWithTheSame(Gen gen) {
        for (Assignor assignor : ASSIGNORS) {
            RandomGroup group = new RandomGroup(gen, gen.anyBoolean(), gen.anyBoolean());
            for (int round = 0; round < 4; round++) {
                SortedMap<String, PartitionSet> assigned = assignor.assign(group.members, group.topics);
                group.adopt(assigned);
                assertThat(assignor.assign(group.members, group.topics)).isEqualTo(assigned);
                group.change();
            }
        }
    }

    @Seeded(count = 200)
    void aMemberThatLeavesTakesNothingFromAnybody(Gen gen) {
        for (Assignor assignor : ASSIGNORS) {
            RandomGroup group = new RandomGroup(gen, true, false);
            Map<String, PartitionSet> before = assignor.assign(group.members, group.topics);
            group.adopt(before);
            String gone = new TreeSet<>(group.members.keySet()).last();
            group.members.remove(gone);
            if (group.members.isEmpty()) {
                return;
            }
            assignor.assign(group.members, group.topics)
                    .forEach((member, partitions) -> assertThat(
                                    partitions.containsAll(before.getOrDefault(member, PartitionSet.EMPTY)))
                            .as("%s keeps what it had", member)
                            .isTrue());
        }
    }

    @Seeded(count = 200)
    void uniformIsBalancedAsFarAsSubscriptionsAllow(Gen gen) {
        RandomGroup group = new RandomGroup(gen, gen.anyBoolean(), gen.anyBoolean());
        for (int round = 0; round < 6; round++) {
            Map<String, PartitionSet> assigned = new UniformAssignor().assign(group.members, group.topics);
            assigned.forEach((member, partitions) -> {
                for (Uuid id : partitions.topics()) {
                    group.members.forEach((other, spec) -> {
                        if (spec.topics().contains(id)) {
                            assertThat(partitions.size() - assigned.get(other).size())
                                    .as("%s could give a partition of %s to %s in %s", member, id, other, group)
                                    .isLessThan(2);
                        }
                    });
                }
            });
            group.adopt(assigned);
            group.change();
        }
    }

    @Seeded(count = 200)
    void uniformMovesNoMorePartitionsThanBalanceAsksFor(Gen gen) {
        RandomGroup group = new RandomGroup(gen, true, false);
        Map<String, PartitionSet> before = new UniformAssignor().assign(group.members, group.topics);
        group.adopt(before);
        int memberCount = group.members.size();
        int partitionCount =
                before.values().stream().mapToInt(PartitionSet::size).sum();
        group.members.put(
                "new", new Assignor.Member(null, null, new TreeSet<>(group.topics.keySet()), PartitionSet.EMPTY));

        Map<String, PartitionSet> after = new UniformAssignor().assign(group.members, group.topics);

        assertThat(after.get("new").size()).isLessThanOrEqualTo(partitionCount / (memberCount + 1) + 1);
        before.forEach((member, partitions) ->
                assertThat(partitions.containsAll(after.get(member))).isTrue());
    }

    @Seeded(count = 200)
    void racksNeverMakeFewerPartitionsReadNearAReplica(Gen gen) {
        for (Assignor assignor : ASSIGNORS) {
            RandomGroup group = new RandomGroup(gen, true, true);
            Map<String, PartitionSet> before = assignor.assign(group.members, group.topics);
            int near = group.countNear(before);
            group.adopt(before);
            assertThat(group.countNear(assignor.assign(group.members, group.topics)))
                    .isGreaterThanOrEqualTo(near);
        }
    }

    @Seeded(count = 200)
    void uniformLeavesNoExchangeThatWouldBringReadersCloser(Gen gen) {
        RandomGroup group = new RandomGroup(gen, gen.anyBoolean(), true);
        SortedMap<String, PartitionSet> assigned = new UniformAssignor().assign(group.members, group.topics);
        assigned.forEach((one, ofOne) -> assigned.forEach((other, ofOther) -> ofOne.forEach((id, partition) -> {
            if (group.members.get(other).topics().contains(id)) {
                ofOther.forEach((otherId, otherPartition) -> {
                    if (group.hasSameSubscribers(id, otherId)) {
                        int before = group.near(one, id, partition) + group.near(other, otherId, otherPartition);
                        int after = group.near(other, id, partition) + group.near(one, otherId, otherPartition);
                        assertThat(after)
                                .as("%s-%d of %s for %s-%d of %s", id, partition, one, otherId, otherPartition, other)
                                .isLessThanOrEqualTo(before);
                    }
                });
            }
        })));
    }
}
