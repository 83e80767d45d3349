package dev.naru.coordinator.group.shard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.naru.coordinator.runtime.CoordinatorRecord;
import dev.naru.coordinator.runtime.Decision;
import dev.naru.protocol.group.GroupMetadataKey;
import dev.naru.protocol.group.GroupMetadataValue;
import dev.naru.protocol.group.LegacyOffsetCommitKey;
import dev.naru.protocol.group.LegacyOffsetCommitValue;
import dev.naru.protocol.group.OffsetCommitKey;
import dev.naru.protocol.group.OffsetCommitValue;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Records that older brokers wrote. Offsets last an hour here, and are looked at every minute. */
class OldRecordsTest {
    private static final long SOME_CHECKS_MS = 300_000;
    private static final long RETENTION_MS = 3_600_000;

    private final GroupWorld world = new GroupWorld(1);

    private void written(CoordinatorRecord... records) {
        world.run();
        world.decide(state -> Decision.write(List.of(records)), Runnable::run, refusal -> {
            throw new AssertionError(refusal);
        });
        world.run();
        world.fail();
        world.run();
    }

    private OffsetCommitValue offset(long offset) {
        return new OffsetCommitValue()
                .offset(offset)
                .commitTimestamp(world.simulation.clock().wallMs());
    }

    private static OffsetCommitKey key(String group) {
        return new OffsetCommitKey().group(group).topic("t").partition(0);
    }

    @Test
    void anOffsetWithAnExpiryThatSaysNothingIsKeptAsLongAsAnyOther() {
        // KAFKA-8069
        written(CoordinatorRecord.of(key("g"), offset(5).expireTimestamp(-1), 1));
        world.run(SOME_CHECKS_MS);
        assertThat(world.dump()).contains("offset=5");

        world.run(RETENTION_MS);
        assertThat(world.dump()).isEmpty();
    }

    @Test
    void theOffsetsOfAnEmptyGroupThatDoesNotSaySinceWhenCountFromTheirCommit() {
        written(
                CoordinatorRecord.of(
                        new GroupMetadataKey().group("g"),
                        new GroupMetadataValue()
                                .protocolType("consumer")
                                .protocol(null)
                                .leader(null),
                        1),
                CoordinatorRecord.of(key("g"), offset(5), 0));
        world.run(SOME_CHECKS_MS);
        assertThat(world.dump()).contains("offset=5").contains("classic group g");

        world.run(RETENTION_MS);
        assertThat(world.dump()).isEmpty();
    }

    @Test
    void offsetsUnderTheFirstKeyAreRead() {
        written(CoordinatorRecord.of(
                new LegacyOffsetCommitKey().group("g").topic("t").partition(0),
                new LegacyOffsetCommitValue()
                        .offset(5)
                        .commitTimestamp(world.simulation.clock().wallMs()),
                0));

        assertThat(world.dump()).contains("groupId=g, topic=t, partition=0").contains("offset=5");
    }
}
