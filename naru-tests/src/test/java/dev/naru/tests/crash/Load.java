package dev.naru.tests.crash;

import dev.naru.testkit.process.BrokerProcess;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * One producer that never stops writing running numbers to the partitions of one topic, through every crash of the broker, and
 * enters each acknowledgement in a {@link Ledger}.
 *
 * <p>An idempotent load retries, so each of its numbers ends up in the log exactly once. The other does not retry: a number whose
 * write failed may or may not be there, but not twice.
 *
 * <p>Threading: one thread writes; the producer's own thread acknowledges; the test's thread pauses and resumes.
 */
final class Load implements AutoCloseable {
    private static final int DELIVERY_TIMEOUT_MS = 120_000;
    private static final int SETTLING_TIMEOUT_MS = DELIVERY_TIMEOUT_MS + 30_000;
    /** How long to wait for the load before the broker is looked at again. */
    private static final int LOOK_MS = 100;

    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(30);
    private static final int VALUE_SIZE_BYTES_MAX = 600;
    private static final int RECORDS_BETWEEN_PAUSES = 20;

    private final String topic;
    private final boolean idempotent;
    private final KafkaProducer<byte[], byte[]> producer;
    private final List<Ledger> ledgers;
    private final ReentrantReadWriteLock gate = new ReentrantReadWriteLock(true);
    private final Unanswered unanswered = new Unanswered();
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private final Thread writer;
    private volatile boolean stopped;

    Load(String bootstrap, String topic, int partitions, Kind kind) {
        this.topic = topic;
        this.idempotent = kind.idempotent;
        this.ledgers = IntStream.range(0, partitions)
                .mapToObj(partition -> new Ledger(topic + "-" + partition))
                .toList();
        Properties configs = new Properties();
        configs.putAll(Map.of(
                "bootstrap.servers",
                bootstrap,
                "acks",
                kind.acks,
                "enable.idempotence",
                Boolean.toString(kind.idempotent),
                "compression.type",
                kind.compression,
                "linger.ms",
                "2",
                "batch.size",
                "4096",
                "buffer.memory",
                "4194304"));
        configs.put("max.block.ms", Integer.toString(DELIVERY_TIMEOUT_MS));
        configs.put("reconnect.backoff.max.ms", "200");
        if (kind.idempotent) {
            configs.put("delivery.timeout.ms", Integer.toString(DELIVERY_TIMEOUT_MS));
        } else {
            configs.put("retries", "0");
            configs.put("max.in.flight.requests.per.connection", "1");
        }
        this.producer = new KafkaProducer<>(configs, new ByteArraySerializer(), new ByteArraySerializer());
        this.writer = new Thread(this::write, "load-" + topic);
        this.writer.setDaemon(true);
    }

    /** How a load writes. */
    enum Kind {
        ACKS_1("1", false, "none"),
        ACKS_ALL("all", false, "lz4"),
        IDEMPOTENT("all", true, "none"),
        IDEMPOTENT_COMPRESSED("all", true, "zstd");

        private final String acks;
        private final boolean idempotent;
        private final String compression;

        Kind(String acks, boolean idempotent, String compression) {
            this.acks = acks;
            this.idempotent = idempotent;
            this.compression = compression;
        }
    }

    void start() {
        writer.start();
    }

    String topic() {
        return topic;
    }

    List<Ledger> ledgers() {
        return ledgers;
    }

    int acknowledgedCount() {
        return ledgers.stream().mapToInt(Ledger::acknowledgedCount).sum();
    }

    /**
     * Holds the writer back and returns once everything sent is either acknowledged or given up; fails at once when the broker
     * is gone, and when that takes too long.
     */
    void pause(BrokerProcess broker) throws IOException, InterruptedException {
        long deadlineNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(SETTLING_TIMEOUT_MS);
        while (!gate.writeLock().tryLock(LOOK_MS, TimeUnit.MILLISECONDS)) {
            checkSettling(broker, deadlineNs);
        }
        while (!unanswered.awaitNone(LOOK_MS)) {
            checkSettling(broker, deadlineNs);
        }
    }

    private void checkSettling(BrokerProcess broker, long deadlineNs) throws IOException {
        broker.checkAlive();
        checkHealthy();
        if (System.nanoTime() > deadlineNs) {
            throw new AssertionError("the load on %s still waits for %d answers after %d ms: %s"
                    .formatted(topic, unanswered.count(), SETTLING_TIMEOUT_MS, broker.tail()));
        }
    }

    void resume() {
        gate.writeLock().unlock();
    }

    /** Ends the load; fails if a write failed that must not. */
    void stop() throws InterruptedException {
        stopped = true;
        writer.join(CLOSE_TIMEOUT.toMillis());
        producer.close(CLOSE_TIMEOUT);
        checkHealthy();
    }

    /** Ends it at once, whatever state it is in. */
    @Override
    public void close() {
        stopped = true;
        producer.close(Duration.ZERO);
    }

    void checkHealthy() {
        if (failure.get() != null) {
            throw new AssertionError("the load on " + topic + " failed", failure.get());
        }
    }

    private void write() {
        byte[] padding = new byte[VALUE_SIZE_BYTES_MAX];
        long number = 0;
        try {
            while (!stopped) {
                gate.readLock().lock();
                try {
                    for (int i = 0; i < RECORDS_BETWEEN_PAUSES; i++) {
                        send(number++, padding);
                    }
                } finally {
                    gate.readLock().unlock();
                }
                TimeUnit.MILLISECONDS.sleep(2);
            }
        } catch (InterruptedException | KafkaException e) {
            failure.compareAndSet(null, e);
        }
    }

    private void send(long number, byte[] padding) {
        int partition = (int) (number % ledgers.size());
        ByteBuffer value = ByteBuffer.allocate(Long.BYTES + (int) (number * 31 % VALUE_SIZE_BYTES_MAX));
        value.putLong(number).put(padding, 0, value.remaining());
        unanswered.onSent();
        producer.send(new ProducerRecord<>(topic, partition, null, value.array()), acknowledge(number, partition));
    }

    private Callback acknowledge(long number, int partition) {
        return (metadata, refused) -> {
            if (refused == null) {
                try {
                    ledgers.get(partition).acknowledged(metadata.offset(), number);
                } catch (AssertionError twoNumbersAtOneOffset) {
                    failure.compareAndSet(null, twoNumbersAtOneOffset);
                }
            } else if (idempotent) {
                failure.compareAndSet(null, refused);
            }
            unanswered.onAnswered();
        };
    }
}
