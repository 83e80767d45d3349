package dev.naru.coordinator.group.shard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.naru.common.Uuid;
import dev.naru.coordinator.runtime.ProducerIdentity;
import dev.naru.protocol.ErrorCode;
import dev.naru.protocol.message.OffsetCommitRequest;
import dev.naru.protocol.message.OffsetCommitRequest.OffsetCommitRequestPartition;
import dev.naru.protocol.message.OffsetCommitRequest.OffsetCommitRequestTopic;
import dev.naru.protocol.message.TxnOffsetCommitRequest;
import dev.naru.protocol.message.TxnOffsetCommitRequest.TxnOffsetCommitRequestPartition;
import dev.naru.protocol.message.TxnOffsetCommitRequest.TxnOffsetCommitRequestTopic;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** A topic is deleted and made again, and committed for, before the offsets of the deleted one are gone. */
class RecreatedTopicTest {
    private static final ProducerIdentity PRODUCER = new ProducerIdentity(7, (short) 0);

    private final GroupWorld world = new GroupWorld(1);

    private Uuid topicId() {
        return Objects.requireNonNull(world.image().topic("t")).id();
    }

    private void commit(int partition, long offset) {
        OffsetCommitRequest request = new OffsetCommitRequest()
                .groupId("g")
                .generationIdOrMemberEpoch(-1)
                .topics(List.of(new OffsetCommitRequestTopic()
                        .name("t")
                        .topicId(topicId())
                        .partitions(List.of(new OffsetCommitRequestPartition()
                                .partitionIndex(partition)
                                .committedOffset(offset)))));
        world.decide(state -> state.commits().commit(request, (short) 9), answer -> {}, RecreatedTopicTest::fail);
        world.run();
    }

    private void stage(int partition, long offset) {
        TxnOffsetCommitRequest request = new TxnOffsetCommitRequest()
                .groupId("g")
                .producerId(PRODUCER.id())
                .producerEpoch(PRODUCER.epoch())
                .generationIdOrMemberEpoch(-1)
                .topics(List.of(new TxnOffsetCommitRequestTopic()
                        .name("t")
                        .topicId(topicId())
                        .partitions(List.of(new TxnOffsetCommitRequestPartition()
                                .partitionIndex(partition)
                                .committedOffset(offset)))));
        world.decide(state -> state.commits().commit(request, (short) 5), answer -> {}, RecreatedTopicTest::fail);
        world.run();
    }

    private static void fail(ErrorCode refusal) {
        throw new AssertionError(refusal);
    }

    @Test
    void whatWasCommittedForTheNewOneStays() {
        world.createTopic("t", 3);
        world.run();
        commit(0, 100);
        commit(1, 101);
        commit(2, 102);

        world.deleteTopic("t");
        world.loop.execute(() -> world.log.refuse(ErrorCode.COORDINATOR_NOT_AVAILABLE));
        world.run();
        world.log.refuse(ErrorCode.NONE);
        world.createTopic("t", 3);
        world.run();
        commit(0, 7);
        stage(2, 9);
        assertThat(world.dump()).as("nothing is gone yet").contains("offset=101");
        world.run(2_000);

        assertThat(world.dump()).contains("offset=7,").contains("offset=9,").doesNotContain("offset=101");
        world.endTransaction(PRODUCER, true, done -> {});
        world.run();
        assertThat(world.dump()).contains("offset=7,").contains("offset=9,").doesNotContain("offset=10");
        world.checkReplay();
    }
}
