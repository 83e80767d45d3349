package dev.naru.coordinator.transaction;

import static org.assertj.core.api.Assertions.assertThat;

import dev.naru.common.TopicPartition;
import dev.naru.testkit.Gen;
import dev.naru.testkit.Seeded;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Clients of both versions run transactions while requests are delayed, lost, repeated and come late, clients crash, markers
 * cannot be written, and coordinators come and go, some of them without what was not committed. Afterwards no transaction is
 * torn, none ended otherwise than its client was told, nothing is there twice, and nobody is held back (FAILURES: P4, T1–T4).
 */
class RandomTransactionsTest {
    private static final int EVENTS = 60;
    private static final int QUIET_MS = 120_000;

    @Seeded(count = 150)
    void noTransactionIsTorn(Gen gen) {
        TransactionWorld world = new TransactionWorld(gen.seed());
        UnreliableCall network = new UnreliableCall(world.simulation, gen.split());
        List<TopicPartition> topics = new ArrayList<>();
        for (int partition = 0; partition < 4; partition++) {
            topics.add(new TopicPartition("a", partition));
        }
        List<AttemptedTransaction> history = new ArrayList<>();
        List<RandomProducer> producers = new ArrayList<>();
        for (int index = 0; index < 4; index++) {
            TransactionVersion version = index % 2 == 0 ? TransactionVersion.V2 : TransactionVersion.V0;
            producers.add(new RandomProducer(world, network, gen.split(), "t" + index, version, topics, history));
        }
        world.run();
        producers.forEach(RandomProducer::start);
        for (int event = 0; event < EVENTS; event++) {
            world.simulation.runFor(gen.intIn(1, 400));
            disturb(world, producers, topics, gen);
        }
        heal(world, network, producers, topics);

        world.checkReplay();
        check(world, history);
    }

    private static void disturb(
            TransactionWorld world, List<RandomProducer> producers, List<TopicPartition> topics, Gen gen) {
        switch (gen.intIn(0, 9)) {
            case 0 -> gen.oneOf(producers).start();
            case 1 -> world.fail();
            case 2 -> world.failAndLoseUncommitted();
            case 3 -> world.log.holdBack();
            case 4 -> world.log.commit();
            case 5 -> world.partitions.hold();
            case 6 -> world.partitions.release();
            case 7 -> world.partitions.answer(gen.oneOf(topics), MarkerOutcome.NOT_NOW);
            case 8 -> world.partitions.answer(gen.oneOf(topics), MarkerOutcome.WRITTEN);
            default -> world.checkReplay();
        }
    }

    private static void heal(
            TransactionWorld world,
            UnreliableCall network,
            List<RandomProducer> producers,
            List<TopicPartition> topics) {
        network.becomeReliable();
        world.log.commit();
        topics.forEach(topic -> world.partitions.answer(topic, MarkerOutcome.WRITTEN));
        world.partitions.release();
        producers.forEach(RandomProducer::retire);
        world.simulation.runFor(QUIET_MS);
    }

    private static void check(TransactionWorld world, List<AttemptedTransaction> history) {
        for (FakePartition partition : world.partitions.all()) {
            assertThat(partition.hasOpenTransaction())
                    .as("open in %s", partition.id())
                    .isFalse();
            assertThat(partition.committed()).doesNotHaveDuplicates();
        }
        assertThat(history).isNotEmpty();
        for (AttemptedTransaction attempt : history) {
            List<String> visible = visible(world, attempt.attempted());
            if (Boolean.FALSE.equals(attempt.outcome())) {
                assertThat(visible).as("aborted %s", attempt.name()).isEmpty();
            } else if (attempt.outcome() != null || !visible.isEmpty()) {
                assertThat(visible)
                        .as("committed=%s %s", attempt.outcome(), attempt.name())
                        .containsAll(attempt.written().keySet());
            }
        }
    }

    private static List<String> visible(TransactionWorld world, Map<String, TopicPartition> values) {
        List<String> visible = new ArrayList<>();
        values.forEach((value, partition) -> {
            if (world.partitions.at(partition).committed().contains(value)) {
                visible.add(value);
            }
        });
        return visible;
    }
}
