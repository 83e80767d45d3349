package dev.naru.client.consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.naru.client.OffsetSpec;
import dev.naru.client.fake.FakeCluster;
import dev.naru.client.fake.FakeReader;
import dev.naru.client.producer.Producer;
import dev.naru.client.producer.ProducerConfig;
import dev.naru.client.producer.ProducerRecord;
import dev.naru.common.TopicPartition;
import dev.naru.testkit.Gen;
import dev.naru.testkit.Seeded;
import dev.naru.testkit.Simulation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** A consumer under cut connections, moving leaders, lost sessions and logs that lose their tail. */
class ConsumerSimulationTest {
    private static final int PARTITIONS = 3;
    private static final int RECORDS = 200;
    private static final long RUN_MS_MAX = 120_000;

    @Seeded(count = 150)
    void readsEveryOffsetOnceAndInOrder(Gen gen) {
        FakeCluster cluster = new FakeCluster(gen, gen.intIn(1, 3), PARTITIONS);
        Simulation simulation = cluster.simulation();
        Producer producer = new Producer(
                cluster.config(),
                cluster.runtime(),
                ProducerConfig.DEFAULT.with(new ProducerConfig.Batching(300, 5, 4_000, 1 << 20)));
        Consumer consumer = new Consumer(
                cluster.config(),
                cluster.runtime(),
                ConsumerConfig.DEFAULT.with(new ConsumerConfig.Fetching(1, 20, 10_000, gen.oneOf(100, 2_000), 5_000)));
        await(cluster, consumer.assign(partitions(), OffsetSpec.earliest()));
        Map<Integer, List<ConsumedRecord>> read = new HashMap<>();
        partitions().forEach(partition -> read.put(partition.partition(), new ArrayList<>()));

        for (int i = 0; i < RECORDS; i++) {
            send(producer, i);
            if (gen.chance(40)) {
                collect(await(cluster, consumer.poll(gen.intIn(1, 50), gen.intIn(0, 200))), read);
            }
            if (gen.chance(5)) {
                injectFault(cluster, gen);
            }
        }
        cluster.errors(0);
        cluster.network().healAll();
        await(cluster, producer.flush());
        while (partitions().stream()
                .anyMatch(partition ->
                        read.get(partition.partition()).size() < cluster.endOffset(partition.partition()))) {
            collect(await(cluster, consumer.poll(gen.intIn(1, 500), 1_000)), read);
        }

        assertThat(read.values().stream().mapToInt(List::size).sum()).isEqualTo(RECORDS);
        consumer.close();
        await(cluster, producer.closeLater());
        simulation.runFor(5_000);
        assertThat(cluster.network().unreleasedFrames()).isZero();
    }

    @Seeded(count = 30)
    void saysWhereALogWasCutUnderIt(Gen gen) {
        FakeCluster cluster = new FakeCluster(gen, 2, 1);
        Consumer consumer = readTenRecords(cluster, ConsumerConfig.OnLostPosition.FAIL);

        cluster.loseTail(0, 6);
        produce(cluster, 3);

        assertThatThrownBy(() -> pollUntilRecords(cluster, consumer))
                .hasCauseInstanceOf(PositionLostException.class)
                .extracting(failure -> ((PositionLostException) failure.getCause()).divergedAt())
                .isEqualTo(6L);
        consumer.close();
    }

    @Seeded(count = 30)
    void goesOnWhereALogWasCutIfToldTo(Gen gen) {
        FakeCluster cluster = new FakeCluster(gen, 2, 1);
        Consumer consumer = readTenRecords(cluster, ConsumerConfig.OnLostPosition.EARLIEST);

        cluster.loseTail(0, 6);
        produce(cluster, 3);

        assertThat(pollUntilRecords(cluster, consumer).get(0).offset()).isEqualTo(6);
        consumer.close();
    }

    @Seeded(count = 20)
    void goesToWhereItIsSought(Gen gen) {
        FakeCluster cluster = new FakeCluster(gen, 2, 1);
        Consumer consumer = readTenRecords(cluster, ConsumerConfig.OnLostPosition.FAIL);

        await(cluster, consumer.seek(FakeCluster.partition(0), 3));
        assertThat(pollUntilRecords(cluster, consumer).get(0).offset()).isEqualTo(3);

        await(cluster, consumer.seek(FakeCluster.partition(0), OffsetSpec.latest()));
        CompletableFuture<Polled> poll = consumer.poll(10, 100);
        assertThat(await(cluster, poll).records()).isEmpty();
        produce(cluster, 1);
        assertThat(pollUntilRecords(cluster, consumer).get(0).offset()).isEqualTo(10);
        consumer.close();
    }

    @Seeded(count = 10)
    void bringsNothingOfAPausedPartition(Gen gen) {
        FakeCluster cluster = new FakeCluster(gen, 1, 1);
        Consumer consumer = readTenRecords(cluster, ConsumerConfig.OnLostPosition.FAIL);
        await(cluster, consumer.pause(partitions(1)));
        produce(cluster, 1);

        CompletableFuture<Polled> poll = consumer.poll(10, 500);
        assertThat(await(cluster, poll).records()).isEmpty();

        await(cluster, consumer.resume(partitions(1)));
        assertThat(pollUntilRecords(cluster, consumer)).hasSize(1);
        consumer.close();
    }

    private static Consumer readTenRecords(FakeCluster cluster, ConsumerConfig.OnLostPosition onLost) {
        produce(cluster, 10);
        Consumer consumer = new Consumer(cluster.config(), cluster.runtime(), ConsumerConfig.DEFAULT.with(onLost));
        await(cluster, consumer.assign(Map.of(FakeCluster.partition(0), 0L)));
        int read = 0;
        while (read < 10) {
            read += await(cluster, consumer.poll(100, 1_000)).records().size();
        }
        return consumer;
    }

    private static List<ConsumedRecord> pollUntilRecords(FakeCluster cluster, Consumer consumer) {
        List<ConsumedRecord> records = List.of();
        for (int tries = 0; tries < 100 && records.isEmpty(); tries++) {
            records = await(cluster, consumer.poll(100, 1_000)).records();
        }
        return records;
    }

    /** One record to a batch, so that a log can be cut between any two. */
    private static void produce(FakeCluster cluster, int count) {
        Producer producer = new Producer(cluster.config(), cluster.runtime(), ProducerConfig.DEFAULT);
        for (int i = 0; i < count; i++) {
            CompletableFuture<?> sent = producer.send(
                    ProducerRecord.of(FakeCluster.TOPIC, null, new byte[0]).withPartition(0));
            await(cluster, sent);
        }
        await(cluster, producer.closeLater());
    }

    private static void send(Producer producer, int number) {
        var unused = producer.send(ProducerRecord.of(FakeCluster.TOPIC, null, new byte[] {(byte) number})
                .withPartition(number % PARTITIONS));
    }

    private static void injectFault(FakeCluster cluster, Gen gen) {
        switch (gen.intIn(0, 2)) {
            case 0 -> cluster.cut(gen.intIn(0, cluster.brokerCount() - 1));
            case 1 -> cluster.moveLeader(gen.intIn(0, PARTITIONS - 1));
            default -> cluster.errors(gen.oneOf(0, 20));
        }
    }

    private static void collect(Polled polled, Map<Integer, List<ConsumedRecord>> read) {
        polled.records().forEach(record -> FakeReader.add(read.get(record.partition()), record));
        polled.progress()
                .forEach((partition, progress) -> assertThat(progress.position())
                        .isEqualTo(read.get(partition.partition()).size()));
    }

    private static List<TopicPartition> partitions() {
        return partitions(PARTITIONS);
    }

    private static List<TopicPartition> partitions(int count) {
        List<TopicPartition> partitions = new ArrayList<>();
        for (int partition = 0; partition < count; partition++) {
            partitions.add(FakeCluster.partition(partition));
        }
        return partitions;
    }

    private static <T> T await(FakeCluster cluster, CompletableFuture<T> future) throws CompletionException {
        cluster.simulation().runUntil(future::isDone, RUN_MS_MAX);
        return future.join();
    }
}
