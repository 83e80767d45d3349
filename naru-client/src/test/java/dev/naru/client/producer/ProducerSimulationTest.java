package dev.naru.client.producer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.naru.client.consumer.ConsumedRecord;
import dev.naru.client.fake.FakeCluster;
import dev.naru.client.fake.FakeReader;
import dev.naru.record.Compression;
import dev.naru.record.CompressionType;
import dev.naru.testkit.Gen;
import dev.naru.testkit.Seeded;
import dev.naru.testkit.Simulation;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * P1 to P3 of the failures others had: an idempotent producer under cut connections, errors, moving leaders and expiring
 * records stores each acknowledged record once, in order, where it says; and a record it gave up on at most once.
 */
class ProducerSimulationTest {
    private static final int RECORDS = 400;
    private static final int PARTITIONS = 3;
    private static final long RUN_MS_MAX = 300_000;

    @Seeded(count = 200)
    void acknowledgedRecordsAreStoredOnceAndInOrder(Gen gen) {
        FakeCluster cluster = new FakeCluster(gen, gen.intIn(1, 3), PARTITIONS);
        int timeoutMs = gen.oneOf(600, 5_000, 120_000);
        Producer producer = new Producer(
                cluster.config(),
                cluster.runtime(),
                ProducerConfig.DEFAULT
                        .with(new ProducerConfig.Delivery(Acks.ALL, true, timeoutMs, 60_000, gen.intIn(1, 5)))
                        .with(new ProducerConfig.Batching(
                                gen.oneOf(200, 1_000, 60_000), gen.intIn(0, 20), 4_000, 1 << 20))
                        .with(Compression.of(gen.oneOf(CompressionType.NONE, CompressionType.LZ4))));
        List<Sent> sent = sendUnderFaults(cluster, producer, gen);

        CompletableFuture<Void> closed = producer.closeLater();
        cluster.simulation().runUntil(closed::isDone, RUN_MS_MAX);

        checkStored(FakeReader.readAll(cluster), sent);
        cluster.simulation().runFor(10_000);
        assertThat(cluster.network().connectionCount()).isZero();
        assertThat(cluster.network().unreleasedFrames()).isZero();
    }

    private static List<Sent> sendUnderFaults(FakeCluster cluster, Producer producer, Gen gen) {
        Simulation simulation = cluster.simulation();
        List<Sent> sent = new ArrayList<>();
        boolean faults = gen.chance(90);
        for (int i = 0; i < RECORDS; i++) {
            String value = "record-" + i;
            int partition = gen.intIn(0, PARTITIONS - 1);
            sent.add(new Sent(
                    value,
                    partition,
                    producer.send(ProducerRecord.of(FakeCluster.TOPIC, null, value.getBytes(StandardCharsets.UTF_8))
                            .withPartition(partition))));
            if (gen.chance(30)) {
                simulation.runFor(gen.intIn(0, 30));
            }
            if (faults && gen.chance(6)) {
                injectFault(cluster, gen);
            }
        }
        cluster.errors(0);
        cluster.network().healAll();
        return sent;
    }

    private static void injectFault(FakeCluster cluster, Gen gen) {
        int broker = gen.intIn(0, cluster.brokerCount() - 1);
        switch (gen.intIn(0, 5)) {
            case 0, 1 -> cluster.cut(broker);
            case 2 -> cluster.moveLeader(gen.intIn(0, PARTITIONS - 1));
            case 3 -> cluster.errors(gen.oneOf(0, 10, 50));
            case 4 -> cluster.network().separate("client", "b" + broker);
            default -> cluster.network().healAll();
        }
    }

    private static void checkStored(Map<Integer, List<ConsumedRecord>> stored, List<Sent> sent) {
        Map<String, Long> offsets = new HashMap<>();
        stored.forEach((partition, records) -> records.forEach(record -> {
            String value = new String(record.value(), StandardCharsets.UTF_8);
            assertThat(offsets.put(value, record.offset()))
                    .as("%s stored twice", value)
                    .isNull();
        }));
        Map<Integer, Long> last = new HashMap<>();
        Set<String> acknowledged = new HashSet<>();
        for (Sent each : sent) {
            assertThat(each.result).isDone();
            if (!each.result.isCompletedExceptionally()) {
                RecordMetadata metadata = each.result.join();
                acknowledged.add(each.value);
                assertThat(metadata.partition()).isEqualTo(each.partition);
                assertThat(offsets).containsKey(each.value);
                assertThat(metadata.offset()).isEqualTo(offsets.get(each.value));
                assertThat(metadata.offset()).isGreaterThan(last.getOrDefault(each.partition, -1L));
                last.put(each.partition, metadata.offset());
            }
        }
        assertThat(acknowledged).isNotEmpty();
    }

    private record Sent(String value, int partition, CompletableFuture<RecordMetadata> result) {}
}
