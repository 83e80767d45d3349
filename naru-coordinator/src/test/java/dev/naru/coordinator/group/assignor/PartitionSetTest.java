package dev.naru.coordinator.group.assignor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.naru.common.Uuid;
import java.util.List;
import org.junit.jupiter.api.Test;

class PartitionSetTest {
    private static final Uuid ONE = new Uuid(0, 1);
    private static final Uuid OTHER = new Uuid(0, 2);

    @Test
    void hasEachPartitionOnceAndInOrderHoweverItWasGathered() {
        PartitionSet set = new PartitionSet.Builder()
                .addAll(ONE, List.of(7, 3, 3, 5, 7, 1))
                .add(OTHER, 0)
                .add(ONE, 3)
                .build();

        assertThat(set.of(ONE)).containsExactly(1, 3, 5, 7);
        assertThat(set.size()).isEqualTo(5);
        assertThat(set)
                .isEqualTo(new PartitionSet.Builder()
                        .addAll(ONE, List.of(1, 3, 5, 7))
                        .add(OTHER, 0)
                        .build());
    }

    @Test
    void givesAwayWhatDoesNotHold() {
        PartitionSet set = new PartitionSet.Builder()
                .addAll(ONE, List.of(1, 2, 3))
                .addAll(OTHER, List.of(4))
                .build();

        assertThat(set.where((id, partition) -> partition % 2 == 1).of(ONE)).containsExactly(1, 3);
        assertThat(set.where((id, partition) -> partition % 2 == 1).topics()).containsExactly(ONE);
        assertThat(set.where((id, partition) -> false)).isSameAs(PartitionSet.EMPTY);
        assertThat(set.of(ONE)).containsExactly(1, 2, 3);
    }
}
