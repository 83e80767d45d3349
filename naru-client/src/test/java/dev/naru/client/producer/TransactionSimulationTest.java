package dev.naru.client.producer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.naru.client.ClientException;
import dev.naru.client.cluster.Failures;
import dev.naru.client.consumer.ConsumedRecord;
import dev.naru.client.fake.FakeCluster;
import dev.naru.client.fake.FakeReader;
import dev.naru.testkit.Gen;
import dev.naru.testkit.Seeded;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;

/**
 * T1, T2 and T4 of the failures others had: under cut connections, errors and moving leaders, in both versions of
 * transactions, readers of committed records see exactly what was committed, in order, and nothing holds them up.
 */
class TransactionSimulationTest {
    private static final int PARTITIONS = 3;
    private static final int TRANSACTIONS = 25;
    private static final long RUN_MS_MAX = 300_000;

    @Seeded(count = 200)
    void readersSeeWhatWasCommittedAndNothingElse(Gen gen) {
        FakeCluster cluster = new FakeCluster(gen, gen.intIn(1, 3), PARTITIONS);
        cluster.transactionVersion(gen.oneOf(1, 2));
        int timeoutMs = gen.oneOf(800, 60_000);
        List<String> committed = new ArrayList<>();
        TransactionalProducer producer = producer(cluster, timeoutMs);
        await(cluster, producer.init());
        for (int number = 0; number < TRANSACTIONS; number++) {
            if (gen.chance(5)) {
                // One that dies in the middle: the next ends what it left open, and fences it.
                await(cluster, producer.begin());
                send(producer, gen, "left-" + number);
                cluster.simulation().runFor(gen.intIn(0, 50));
                TransactionalProducer successor = producer(cluster, timeoutMs);
                await(cluster, successor.init());
                await(cluster, producer.closeLater());
                producer = successor;
            }
            run(cluster, producer, gen, number, committed);
        }
        cluster.errors(0);
        cluster.network().healAll();
        await(cluster, producer.closeLater());

        List<String> read = new ArrayList<>();
        FakeReader.readCommitted(cluster)
                .values()
                .forEach(records -> records.forEach(record -> read.add(text(record))));
        assertThat(read).containsExactlyInAnyOrderElementsOf(committed);
        cluster.simulation().runFor(10_000);
        assertThat(cluster.network().unreleasedFrames()).isZero();
    }

    private static void run(
            FakeCluster cluster, TransactionalProducer producer, Gen gen, int number, List<String> committed) {
        await(cluster, producer.begin());
        List<String> sent = new ArrayList<>();
        for (int i = gen.intIn(0, 20); i > 0; i--) {
            String value = number + "." + i;
            sent.add(value);
            send(producer, gen, value);
            if (gen.chance(20)) {
                cluster.simulation().runFor(gen.intIn(0, 30));
            }
            if (gen.chance(8)) {
                injectFault(cluster, gen);
            }
        }
        if (gen.chance(70) && commit(cluster, producer)) {
            committed.addAll(sent);
        } else {
            end(cluster, producer::abort);
        }
        cluster.network().healAll();
    }

    /** True if it was committed, which is found out by asking until there is an answer. */
    private static boolean commit(FakeCluster cluster, TransactionalProducer producer) {
        try {
            end(cluster, producer::commit);
            return true;
        } catch (TransactionException failed) {
            assertThat(failed.isFatal()).isFalse();
            return false;
        }
    }

    private static void end(FakeCluster cluster, Supplier<CompletableFuture<Void>> call) {
        for (int tries = 0; tries < 20; tries++) {
            try {
                await(cluster, call.get());
                return;
            } catch (ClientException failure) {
                cluster.errors(0);
                cluster.network().healAll();
                if (failure instanceof TransactionException || !failure.isRetriable()) {
                    throw failure;
                }
            }
        }
        throw new AssertionError("the transaction does not end");
    }

    private static void injectFault(FakeCluster cluster, Gen gen) {
        int broker = gen.intIn(0, cluster.brokerCount() - 1);
        switch (gen.intIn(0, 4)) {
            case 0 -> cluster.cut(broker);
            case 1 -> cluster.moveLeader(gen.intIn(0, PARTITIONS - 1));
            case 2 -> cluster.moveCoordinator();
            case 3 -> cluster.errors(gen.oneOf(0, 10, 40));
            default -> cluster.network().separate("client", "b" + broker);
        }
    }

    private static TransactionalProducer producer(FakeCluster cluster, int timeoutMs) {
        ProducerConfig config = ProducerConfig.DEFAULT
                .with(ProducerConfig.Delivery.DEFAULT.within(timeoutMs, 60_000))
                .with(new ProducerConfig.Batching(300, 2, 4_000, 1 << 20));
        return new TransactionalProducer(cluster.config(), cluster.runtime(), config, TransactionConfig.of("id"));
    }

    private static void send(TransactionalProducer producer, Gen gen, String value) {
        var unused = producer.send(ProducerRecord.of(FakeCluster.TOPIC, null, value.getBytes(StandardCharsets.UTF_8))
                .withPartition(gen.intIn(0, PARTITIONS - 1)));
    }

    private static String text(ConsumedRecord record) {
        return new String(record.value(), StandardCharsets.UTF_8);
    }

    private static <T> T await(FakeCluster cluster, CompletableFuture<T> future) {
        cluster.simulation().runUntil(future::isDone, RUN_MS_MAX);
        try {
            return future.join();
        } catch (CompletionException e) {
            throw Failures.asClientException(e);
        }
    }
}
