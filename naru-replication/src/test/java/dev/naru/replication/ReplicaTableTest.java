package dev.naru.replication;

import static org.assertj.core.api.Assertions.assertThat;

import dev.naru.common.TopicPartition;
import dev.naru.common.Uuid;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReplicaTableTest {
    private static PartitionAssignment assignment(List<Integer> replicas, List<Integer> inSync) {
        return new PartitionAssignment(new TopicPartition("t", 0), new Uuid(1, 1), 0, 0, 0, replicas, inSync);
    }

    @Test
    void followsTheEndOfTheLogWhenThereIsOneReplica() {
        ReplicaTable table = new ReplicaTable(0, assignment(List.of(0), List.of(0)), 0);

        assertThat(table.advance(7)).isTrue();
        assertThat(table.highWatermark()).isEqualTo(7);
        assertThat(table.advance(7)).isFalse();
    }

    @Test
    void waitsForTheSlowestInSyncReplica() {
        ReplicaTable table = new ReplicaTable(0, assignment(List.of(0, 1, 2), List.of(0, 1)), 0);
        table.onFollowerEnd(2, 1);

        assertThat(table.advance(10)).isFalse();
        table.onFollowerEnd(1, 4);
        assertThat(table.advance(10)).isTrue();
        assertThat(table.highWatermark())
                .as("replica 2 is behind, and not in sync")
                .isEqualTo(4);
    }

    @Test
    void neverGoesBackAndBelievesNobodyWhoIsNoReplica() {
        ReplicaTable table = new ReplicaTable(0, assignment(List.of(0, 1), List.of(0, 1)), 3);
        table.onFollowerEnd(9, 100);
        table.onFollowerEnd(1, 2);
        assertThat(table.advance(10)).isFalse();
        assertThat(table.highWatermark()).isEqualTo(3);

        table.onFollowerEnd(1, 8);
        table.onFollowerEnd(1, 5);
        assertThat(table.advance(10)).isTrue();
        assertThat(table.highWatermark()).isEqualTo(8);
    }

    @Test
    void forgetsReplicasThatAreTakenAway() {
        ReplicaTable table = new ReplicaTable(0, assignment(List.of(0, 1), List.of(0, 1)), 0);
        table.onFollowerEnd(1, 8);
        table.onAssignment(assignment(List.of(0), List.of(0)));
        table.onAssignment(assignment(List.of(0, 1), List.of(0, 1)));

        assertThat(table.advance(10)).isFalse();
    }

    @Test
    void asksForNoMoreInSyncReplicasThanThereAreReplicas() {
        assertThat(new ReplicaTable(0, assignment(List.of(0), List.of(0)), 0).hasEnoughInSync(2))
                .isTrue();
        assertThat(new ReplicaTable(0, assignment(List.of(0, 1), List.of(0)), 0).hasEnoughInSync(2))
                .isFalse();
        assertThat(new ReplicaTable(0, assignment(List.of(0, 1), List.of(0, 1)), 0).hasEnoughInSync(2))
                .isTrue();
    }
}
