package dev.naru.tests.simulation.world;

import dev.naru.client.producer.Acks;
import dev.naru.client.producer.Producer;
import dev.naru.client.producer.ProducerConfig;
import dev.naru.client.producer.ProducerRecord;
import dev.naru.record.Compression;
import dev.naru.testkit.Simulation;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * A producer that sends a few records now and then, and tells the history what it sent and what was acknowledged.
 *
 * <p>Threading: confined to the simulation's thread.
 */
final class Writer {
    private static final int UNSETTLED_MAX = 300;
    private static final int BURST_MAX = 12;
    private static final long REST_MS_MAX = 60;
    private static final int VALUE_SIZE_MAX = 400;

    private final Simulation simulation;
    private final RandomGenerator random;
    private final Topics topics;
    private final History history;
    private final String name;
    private final boolean idempotent;
    private final Acks acks;
    private final Producer producer;
    private int unsettled;
    private boolean finished;

    Writer(Simulation simulation, ClientMachine machine, Topics topics, History history) {
        this.simulation = simulation;
        this.random = simulation.random();
        this.topics = topics;
        this.history = history;
        this.name = machine.name();
        this.idempotent = random.nextInt(3) > 0;
        this.acks = idempotent ? Acks.ALL : Acks.values()[random.nextInt(Acks.values().length)];
        this.producer = new Producer(machine.config(), machine.runtime(), config());
    }

    private ProducerConfig config() {
        ProducerConfig.Delivery delivery =
                new ProducerConfig.Delivery(acks, idempotent, 8_000, 8_000, idempotent ? random.nextInt(1, 6) : 1);
        ProducerConfig.Batching batching = new ProducerConfig.Batching(
                random.nextInt(200, 4_000), random.nextInt(0, 20), random.nextInt(2_000, 20_000), 1 << 20);
        Compression compression =
                random.nextInt(4) == 0 ? Compression.of(dev.naru.record.CompressionType.GZIP) : Compression.NONE;
        return new ProducerConfig(delivery, batching, compression);
    }

    /** Goes on until {@link #finish}. */
    void go() {
        if (finished) {
            return;
        }
        List<Topics.Topic> there = topics.all();
        if (!there.isEmpty() && unsettled < UNSETTLED_MAX) {
            Topics.Topic topic = there.get(random.nextInt(there.size()));
            int count = random.nextInt(1, BURST_MAX + 1);
            for (int i = 0; i < count; i++) {
                send(topic, random.nextInt(topic.partitionCount()));
            }
        }
        simulation.after(random.nextLong(REST_MS_MAX + 1), this::go);
    }

    private void send(Topics.Topic topic, int number) {
        PartitionId id = topic.partition(number);
        String value = history.written().next(id.partition(), name, idempotent, random.nextInt(VALUE_SIZE_MAX));
        int powerLosses = history.of(id).powerLosses();
        unsettled++;
        ProducerRecord record = ProducerRecord.of(topic.name(), null, value.getBytes(StandardCharsets.UTF_8))
                .withPartition(number);
        Results.of(simulation, producer.send(record), (stored, failure) -> {
            unsettled--;
            // If the topic went in between, nobody knows which of its lives has the record.
            if (failure == null && acks != Acks.NONE && topic.equals(topics.find(topic.name()))) {
                history.acknowledgedCount++;
                history.of(id).acknowledge(stored.offset(), value, powerLosses);
            }
        });
    }

    boolean isSettled() {
        return unsettled == 0;
    }

    /** Sends no more. */
    void finish() {
        finished = true;
    }

    void close(Runnable done) {
        Results.of(simulation, producer.closeLater(), (ignored, failure) -> done.run());
    }
}
