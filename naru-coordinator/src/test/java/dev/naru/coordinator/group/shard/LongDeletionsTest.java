package dev.naru.coordinator.group.shard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.naru.common.Uuid;
import dev.naru.protocol.message.OffsetCommitRequest;
import dev.naru.protocol.message.OffsetCommitRequest.OffsetCommitRequestPartition;
import dev.naru.protocol.message.OffsetCommitRequest.OffsetCommitRequestTopic;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Offsets whose tombstones do not fit into one batch, few as they are, because the group has a very long name. */
class LongDeletionsTest {
    private static final String GROUP = "g".repeat(30_000);
    private static final int PARTITIONS = 60;
    private static final int COMMIT_PARTITIONS = 20;
    private static final long RETENTION_AND_SOME_CHECKS_MS = 4_000_000;

    private final GroupWorld world = new GroupWorld(1);

    @BeforeEach
    void commit() {
        world.createTopic("t", PARTITIONS);
        world.run();
        Uuid topicId = Objects.requireNonNull(world.image().topic("t")).id();
        for (int first = 0; first < PARTITIONS; first += COMMIT_PARTITIONS) {
            List<OffsetCommitRequestPartition> partitions = new ArrayList<>();
            for (int partition = first; partition < first + COMMIT_PARTITIONS; partition++) {
                partitions.add(new OffsetCommitRequestPartition()
                        .partitionIndex(partition)
                        .committedOffset(1));
            }
            OffsetCommitRequest request = new OffsetCommitRequest()
                    .groupId(GROUP)
                    .generationIdOrMemberEpoch(-1)
                    .topics(List.of(new OffsetCommitRequestTopic()
                            .name("t")
                            .topicId(topicId)
                            .partitions(partitions)));
            world.decide(state -> state.commits().commit(request, (short) 9), answer -> {}, refusal -> {
                throw new AssertionError(refusal);
            });
            world.run();
        }
        assertThat(world.dump()).contains("partition=" + (PARTITIONS - 1));
    }

    @Test
    void expiredOffsetsGoInSeveralSteps() {
        world.run(RETENTION_AND_SOME_CHECKS_MS);

        assertThat(world.dump()).isEmpty();
        world.checkReplay();
    }

    @Test
    void theOffsetsOfADeletedTopicGoInSeveralSteps() {
        world.deleteTopic("t");
        world.run(1_000);

        assertThat(world.dump()).doesNotContain("topic=t");
        world.checkReplay();
    }

    @Test
    void aGroupIsDeletedInSeveralSteps() {
        List<Boolean> steps = new ArrayList<>();
        while (!steps.contains(true)) {
            world.decide(
                    state -> state.administration().delete(GROUP), result -> steps.add(result.isPresent()), refusal -> {
                        throw new AssertionError(refusal);
                    });
            world.run();
        }

        assertThat(steps).hasSizeBetween(2, PARTITIONS);
        assertThat(world.dump()).isEmpty();
        world.checkReplay();
    }
}
