package dev.naru.coordinator.group.assignor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.naru.common.Uuid;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RangeAssignorTest {
    private static final Uuid ORDERS = new Uuid(1, 0);
    private static final Uuid PAYMENTS = new Uuid(2, 0);

    private final SortedMap<String, Assignor.Member> members = new TreeMap<>();
    private final SortedMap<Uuid, Assignor.Topic> topics = new TreeMap<>();

    @Test
    void givesRangesOfTheSameNumbersInTopicsOfTheSameSize() {
        topics.put(ORDERS, topic(5));
        topics.put(PAYMENTS, topic(5));
        member("a", null, ORDERS, PAYMENTS);
        member("b", null, ORDERS, PAYMENTS);

        Map<String, PartitionSet> assigned = assign();

        assertThat(assigned.get("a").of(ORDERS)).containsExactly(0, 1, 2);
        assertThat(assigned.get("a").of(PAYMENTS)).containsExactly(0, 1, 2);
        assertThat(assigned.get("b").of(ORDERS)).containsExactly(3, 4);
        assertThat(assigned.get("b").of(PAYMENTS)).containsExactly(3, 4);
    }

    @Test
    void aTopicThatComesLaterIsReadByThoseWhoReadTheSameNumbers() {
        topics.put(PAYMENTS, topic(4));
        member("a", null, ORDERS, PAYMENTS);
        member("b", null, ORDERS, PAYMENTS);
        members.replaceAll((id, member) -> new Assignor.Member(
                null,
                null,
                member.topics(),
                new PartitionSet.Builder()
                        .add(PAYMENTS, id.equals("a") ? 3 : 0)
                        .add(PAYMENTS, id.equals("a") ? 1 : 2)
                        .build()));
        topics.put(ORDERS, topic(4));

        Map<String, PartitionSet> assigned = assign();

        assertThat(assigned.get("a").of(ORDERS)).containsExactly(1, 3);
        assertThat(assigned.get("a").of(PAYMENTS)).containsExactly(1, 3);
        assertThat(assigned.get("b").of(ORDERS)).containsExactly(0, 2);
    }

    @Test
    void staticMembersComeFirstSoThatTheirRangesDoNotDependOnMemberIds() {
        topics.put(ORDERS, topic(3));
        member("z", "instance-1", ORDERS);
        member("y", "instance-2", ORDERS);
        member("a", null, ORDERS);

        Map<String, PartitionSet> assigned = assign();

        assertThat(assigned.get("z").of(ORDERS)).containsExactly(0);
        assertThat(assigned.get("y").of(ORDERS)).containsExactly(1);
        assertThat(assigned.get("a").of(ORDERS)).containsExactly(2);
    }

    @Test
    void readsInTheRackOfAReplicaWhereBalanceAllows() {
        Map<Integer, Set<String>> racks = new HashMap<>();
        for (int partition = 0; partition < 6; partition++) {
            racks.put(partition, Set.of(partition % 2 == 0 ? "east" : "west"));
        }
        topics.put(ORDERS, new Assignor.Topic(6, racks));
        members.put("a", new Assignor.Member(null, "west", new TreeSet<>(topics.keySet()), PartitionSet.EMPTY));
        members.put("b", new Assignor.Member(null, "east", new TreeSet<>(topics.keySet()), PartitionSet.EMPTY));

        assertThat(assign().get("a").of(ORDERS)).containsExactly(1, 3, 5);
        assertThat(new UniformAssignor().assign(members, topics).get("b").of(ORDERS))
                .containsExactly(0, 2, 4);
    }

    private Map<String, PartitionSet> assign() {
        return new RangeAssignor().assign(members, topics);
    }

    private void member(String id, @Nullable String instanceId, Uuid... subscription) {
        members.put(id, new Assignor.Member(instanceId, null, new TreeSet<>(Set.of(subscription)), PartitionSet.EMPTY));
    }

    private static Assignor.Topic topic(int partitionCount) {
        return new Assignor.Topic(partitionCount, Map.of());
    }
}
