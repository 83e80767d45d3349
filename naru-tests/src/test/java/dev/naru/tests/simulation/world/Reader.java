package dev.naru.tests.simulation.world;

import dev.naru.client.OffsetSpec;
import dev.naru.client.consumer.ConsumedRecord;
import dev.naru.client.consumer.Consumer;
import dev.naru.client.consumer.ConsumerConfig;
import dev.naru.client.consumer.Polled;
import dev.naru.common.TopicPartition;
import dev.naru.testkit.Simulation;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A consumer of one life of one topic, sometimes a slow one. When that topic goes, or a position is lost, it begins anew with
 * another consumer.
 *
 * <p>Threading: confined to the simulation's thread.
 */
final class Reader {
    private static final int POLL_RECORDS_MAX = 60;
    private static final int POLL_MS = 300;
    private static final long SLOW_MS_MAX = 400;

    private final Simulation simulation;
    private final RandomGenerator random;
    private final ClientMachine machine;
    private final Topics topics;
    private final History history;
    private final long restMsMax;
    private @Nullable Consumer consumer;
    private Topics.@Nullable Topic topic;
    private final Map<TopicPartition, ReadPosition> positions = new HashMap<>();
    private boolean finished;
    private boolean polling;

    Reader(Simulation simulation, ClientMachine machine, Topics topics, History history) {
        this.simulation = simulation;
        this.random = simulation.random();
        this.machine = machine;
        this.topics = topics;
        this.history = history;
        this.restMsMax = random.nextInt(3) == 0 ? SLOW_MS_MAX : 20;
    }

    /** Goes on until {@link #finish}. */
    void go() {
        if (finished) {
            closeConsumer();
            return;
        }
        Topics.Topic current = topic;
        boolean gone = current != null && !current.equals(topics.find(current.name()));
        if (gone || (consumer != null && random.nextInt(200) == 0)) {
            closeConsumer();
        }
        if (consumer == null) {
            begin();
        }
        if (consumer != null) {
            polling = true;
            Results.of(simulation, consumer.poll(random.nextInt(1, POLL_RECORDS_MAX), POLL_MS), this::onPolled);
        } else {
            later();
        }
    }

    private void later() {
        simulation.after(random.nextLong(restMsMax + 1), this::go);
    }

    private void begin() {
        var there = topics.all();
        if (there.isEmpty()) {
            return;
        }
        Topics.Topic chosen = there.get(random.nextInt(there.size()));
        Consumer made = new Consumer(machine.config(), machine.runtime(), config());
        positions.clear();
        for (int number = 0; number < chosen.partitionCount(); number++) {
            PartitionId id = chosen.partition(number);
            positions.put(id.partition(), new ReadPosition(history.of(id)));
        }
        made.assign(positions.keySet(), random.nextInt(4) == 0 ? OffsetSpec.latest() : OffsetSpec.earliest());
        topic = chosen;
        consumer = made;
    }

    private ConsumerConfig config() {
        return ConsumerConfig.DEFAULT.with(new ConsumerConfig.Fetching(
                random.nextInt(1, 2_000),
                random.nextInt(0, 300),
                random.nextInt(500, 50_000),
                random.nextInt(200, 20_000),
                random.nextInt(1_000, 60_000)));
    }

    private void onPolled(@Nullable Polled polled, @Nullable Throwable failure) {
        polling = false;
        if (polled == null || failure != null) {
            // A position that is lost, or a topic that is gone: what may be lost is for the history to say.
            closeConsumer();
        } else if (!finished && topic != null && topic.equals(topics.find(topic.name()))) {
            for (ConsumedRecord record : polled.records()) {
                TopicPartition partition = new TopicPartition(record.topic(), record.partition());
                history.readCount++;
                positions.get(partition).read(record.offset(), new String(record.value(), StandardCharsets.UTF_8));
            }
            polled.progress()
                    .forEach((partition, progress) -> positions.get(partition).end(progress.end()));
        }
        later();
    }

    private void closeConsumer() {
        if (consumer != null && !polling) {
            consumer.close();
            consumer = null;
            topic = null;
        }
    }

    boolean isClosed() {
        return consumer == null;
    }

    /** Reads no more. */
    void finish() {
        finished = true;
    }
}
