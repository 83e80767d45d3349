package dev.naru.client.group;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.naru.client.CommittedOffset;
import dev.naru.client.GroupMembership;
import dev.naru.client.cluster.Cluster;
import dev.naru.client.cluster.Coordinators;
import dev.naru.client.cluster.FetchedOffsets;
import dev.naru.client.fake.FakeCluster;
import dev.naru.common.TopicPartition;
import dev.naru.common.Uuid;
import dev.naru.protocol.ErrorCode;
import dev.naru.protocol.message.OffsetCommitRequest;
import dev.naru.protocol.message.OffsetCommitResponse;
import dev.naru.protocol.message.OffsetFetchRequest;
import dev.naru.protocol.message.OffsetFetchResponse;
import dev.naru.testkit.Gen;
import dev.naru.testkit.Seeded;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** G4 of the failures others had: commits that come late. */
class OffsetStoreTest {
    private static final TopicPartition PARTITION = FakeCluster.partition(0);
    private static final long WAIT_MS_MAX = 60_000;
    private static final long GIVING_UP_MS_MAX = 5_000;

    private final Map<TopicPartition, Long> tenures = new HashMap<>(Map.of(PARTITION, 1L));
    private Uuid topicId = Uuid.ZERO;

    @Seeded(count = 20)
    void aCommitTriedAgainAfterThePartitionWasLostIsGivenUp(Gen gen) {
        FakeCluster fake = new FakeCluster(gen, 2, 1);
        fake.errors(100);
        CompletableFuture<Void> late = commit(fake, store(fake), 5);
        fake.simulation().runFor(gen.intIn(0, 1_000));

        // Lost and had again: somebody else may have read on in between.
        tenures.put(PARTITION, 2L);
        fake.errors(0);
        fake.simulation().runUntil(late::isDone, WAIT_MS_MAX);

        assertThatThrownBy(late::join).hasCauseInstanceOf(MemberFencedException.class);
        assertThat(fake.committedOffsets()).isEmpty();
    }

    @Seeded(count = 20)
    void commitsHappenInTheOrderTheyAreAskedForWhateverFailsOnTheWay(Gen gen) {
        FakeCluster fake = new FakeCluster(gen, 2, 1);
        OffsetStore store = store(fake);
        fake.errors(60);
        CompletableFuture<Void> last = CompletableFuture.completedFuture(null);
        for (long offset = 1; offset <= 10; offset++) {
            last = commit(fake, store, offset);
            fake.simulation().runFor(gen.intIn(0, 20));
            if (gen.chance(20)) {
                fake.moveCoordinator();
            }
        }
        fake.errors(0);
        fake.simulation().runUntil(last::isDone, WAIT_MS_MAX);

        assertThat(fake.committedOffsets()).containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L, 10L);
    }

    @Test
    void namesTopicsByIdWhereItIsKnown() {
        FakeCluster fake = new FakeCluster(new Gen(1), 1, 1);
        List<OffsetCommitRequest.OffsetCommitRequestTopic> named = new ArrayList<>();
        fake.intercept((request, own) -> {
            if (request instanceof OffsetCommitRequest commit) {
                named.addAll(commit.topics());
            }
            return own.get();
        });
        CompletableFuture<Void> byName = commit(fake, store(fake), 1);
        fake.simulation().runUntil(byName::isDone, WAIT_MS_MAX);
        topicId = FakeCluster.TOPIC_ID;
        CompletableFuture<Void> byId = commit(fake, store(fake), 2);
        fake.simulation().runUntil(byId::isDone, WAIT_MS_MAX);

        assertThat(named).extracting(topic -> topic.name()).containsExactly(FakeCluster.TOPIC, "");
        assertThat(named).extracting(topic -> topic.topicId()).containsExactly(Uuid.ZERO, FakeCluster.TOPIC_ID);
        assertThat(fake.committedOffsets()).containsExactly(1L, 2L);
    }

    @Test
    void anOffsetOfATopicThatIsGoneIsGivenUpSoon() {
        FakeCluster fake = new FakeCluster(new Gen(1), 1, 1);
        topicId = new Uuid(1, 1);
        fake.intercept((request, own) -> request instanceof OffsetCommitRequest ? unknown(topicId) : own.get());

        CompletableFuture<Void> late = commit(fake, store(fake), 5);
        fake.simulation().runUntil(late::isDone, GIVING_UP_MS_MAX);

        assertThatThrownBy(late::join)
                .hasCauseInstanceOf(MemberFencedException.class)
                .hasMessageContaining("made anew");
    }

    @Test
    void aTopicTheCoordinatorHearsOfLaterIsCommittedLater() {
        FakeCluster fake = new FakeCluster(new Gen(1), 1, 1);
        topicId = FakeCluster.TOPIC_ID;
        AtomicInteger refusals = new AtomicInteger(3);
        fake.intercept((request, own) -> request instanceof OffsetCommitRequest && refusals.getAndDecrement() > 0
                ? unknown(topicId)
                : own.get());

        CompletableFuture<Void> late = commit(fake, store(fake), 5);
        fake.simulation().runUntil(late::isDone, WAIT_MS_MAX);

        late.join();
        assertThat(fake.committedOffsets()).containsExactly(5L);
    }

    @Test
    void whatATopicThatIsNotKnownHasIsNotKnownEither() {
        FakeCluster fake = new FakeCluster(new Gen(1), 1, 1);
        topicId = FakeCluster.TOPIC_ID;
        fake.intercept((request, own) -> request instanceof OffsetFetchRequest ? unknownTopic() : own.get());
        CompletableFuture<FetchedOffsets> fetched = new CompletableFuture<>();

        OffsetStore store = store(fake);
        fake.runtime().loop().execute(() -> {
            var unused = store.fetch(List.of(PARTITION)).thenAccept(fetched::complete);
        });
        fake.simulation().runUntil(fetched::isDone, WAIT_MS_MAX);

        assertThat(fetched.join()).isEqualTo(new FetchedOffsets(Map.of(), Set.of(PARTITION)));
    }

    private static OffsetCommitResponse unknown(Uuid id) {
        return new OffsetCommitResponse()
                .topics(List.of(new OffsetCommitResponse.OffsetCommitResponseTopic()
                        .topicId(id)
                        .partitions(List.of(new OffsetCommitResponse.OffsetCommitResponsePartition()
                                .errorCode(ErrorCode.UNKNOWN_TOPIC_ID.code())))));
    }

    private static OffsetFetchResponse unknownTopic() {
        return new OffsetFetchResponse()
                .groups(List.of(new OffsetFetchResponse.OffsetFetchResponseGroup()
                        .groupId("g")
                        .topics(List.of(new OffsetFetchResponse.OffsetFetchResponseTopics()
                                .topicId(FakeCluster.TOPIC_ID)
                                .partitions(List.of(new OffsetFetchResponse.OffsetFetchResponsePartitions()
                                        .committedOffset(-1)
                                        .errorCode(ErrorCode.UNKNOWN_TOPIC_ID.code())))))));
    }

    private OffsetStore store(FakeCluster fake) {
        Cluster cluster = new Cluster(fake.config(), fake.runtime(), false);
        return new OffsetStore(
                cluster,
                new Coordinators(cluster, Coordinators.Kind.GROUP, cluster.links()),
                () -> new GroupMembership("g", 1, "m", null),
                tenures::get,
                topic -> topicId);
    }

    /** On the client's loop, where everything of a group happens. */
    private static CompletableFuture<Void> commit(FakeCluster fake, OffsetStore store, long offset) {
        CompletableFuture<Void> result = new CompletableFuture<>();
        fake.runtime().loop().execute(() -> {
            var unused = store.commit(Map.of(PARTITION, CommittedOffset.of(offset)))
                    .whenComplete((ignored, failure) -> {
                        if (failure == null) {
                            result.complete(null);
                        } else {
                            result.completeExceptionally(failure);
                        }
                    });
        });
        return result;
    }
}
