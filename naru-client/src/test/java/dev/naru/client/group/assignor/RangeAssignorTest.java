package dev.naru.client.group.assignor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.naru.client.group.assignor.Assignor.SubscribedMember;
import dev.naru.common.TopicPartition;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RangeAssignorTest {
    private final RangeAssignor assignor = new RangeAssignor();

    @Test
    void givesNeighboursAndTheRestToTheFirstOnes() {
        Map<String, List<TopicPartition>> assignment =
                assignor.assign(Map.of("b", member("", "t"), "a", member("", "t")), Map.of("t", 5));

        assertThat(assignment).containsEntry("a", partitions("t", 0, 1, 2)).containsEntry("b", partitions("t", 3, 4));
    }

    @Test
    void givesTheSameNumbersOfAllTopicsToTheSameMember() {
        Map<String, List<TopicPartition>> assignment =
                assignor.assign(Map.of("a", member("", "t", "u"), "b", member("", "t", "u")), Map.of("t", 2, "u", 2));

        assertThat(assignment.get("b"))
                .containsExactlyInAnyOrder(new TopicPartition("t", 1), new TopicPartition("u", 1));
    }

    @Test
    void lastingNamesGoBeforeMemberIds() {
        Map<String, List<TopicPartition>> assignment =
                assignor.assign(Map.of("a", member("", "t"), "z", member("one", "t")), Map.of("t", 2));

        assertThat(assignment).containsEntry("z", partitions("t", 0)).containsEntry("a", partitions("t", 1));
    }

    @Test
    void givesNothingOfWhatNobodyWantsOrDoesNotExist() {
        Map<String, List<TopicPartition>> assignment = assignor.assign(Map.of("a", member("", "gone")), Map.of("t", 2));

        assertThat(assignment).containsExactly(Map.entry("a", List.of()));
    }

    private static SubscribedMember member(String instanceId, String... topics) {
        return new SubscribedMember(instanceId, Set.of(topics), Set.of(), -1);
    }

    private static List<TopicPartition> partitions(String topic, int... numbers) {
        return Arrays.stream(numbers)
                .mapToObj(number -> new TopicPartition(topic, number))
                .toList();
    }
}
