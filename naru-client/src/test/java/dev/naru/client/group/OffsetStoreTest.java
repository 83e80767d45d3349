package dev.naru.client.group;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.naru.client.CommittedOffset;
import dev.naru.client.GroupMembership;
import dev.naru.client.cluster.Cluster;
import dev.naru.client.cluster.Coordinators;
import dev.naru.client.fake.FakeCluster;
import dev.naru.common.TopicPartition;
import dev.naru.testkit.Gen;
import dev.naru.testkit.Seeded;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** G4 of the failures others had: commits that come late. */
class OffsetStoreTest {
    private static final TopicPartition PARTITION = FakeCluster.partition(0);
    private static final long WAIT_MS_MAX = 60_000;

    private final Map<TopicPartition, Long> tenures = new HashMap<>(Map.of(PARTITION, 1L));

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

    private OffsetStore store(FakeCluster fake) {
        Cluster cluster = new Cluster(fake.config(), fake.runtime(), false);
        return new OffsetStore(
                cluster,
                new Coordinators(cluster, Coordinators.Kind.GROUP, cluster.links()),
                () -> new GroupMembership("g", 1, "m", null),
                tenures::get);
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
