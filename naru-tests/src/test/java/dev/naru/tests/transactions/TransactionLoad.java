package dev.naru.tests.transactions;

import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;

/**
 * Runs transactions one after the other, each with one record in every partition, and remembers how it was told that each
 * ended. After an error nobody knows; then it begins anew as another producer of the same id.
 *
 * <p>Threading: one thread of its own; what it remembers may be read by any.
 */
final class TransactionLoad {
    private static final Map<String, Object> SETTINGS =
            Map.of("max.block.ms", "20000", "transaction.timeout.ms", "20000");

    private final TransactionalClients clients;
    private final String topic;
    private final int partitions;
    private final String transactionalId;
    private final Random random;
    private final Set<String> committed = ConcurrentHashMap.newKeySet();
    private final Set<String> aborted = ConcurrentHashMap.newKeySet();
    private final Thread thread = new Thread(this::run, "load");
    private volatile boolean stopping;
    private int number;

    private TransactionLoad(
            TransactionalClients clients, String topic, int partitions, String transactionalId, long seed) {
        this.clients = clients;
        this.topic = topic;
        this.partitions = partitions;
        this.transactionalId = transactionalId;
        this.random = new Random(seed);
    }

    static TransactionLoad start(
            TransactionalClients clients, String topic, int partitions, String transactionalId, long seed) {
        TransactionLoad load = new TransactionLoad(clients, topic, partitions, transactionalId, seed);
        load.thread.start();
        return load;
    }

    /** Returns once nothing of it is open any more. */
    void stop() throws InterruptedException {
        stopping = true;
        thread.join(TimeUnit.SECONDS.toMillis(60));
        if (thread.isAlive()) {
            throw new AssertionError(transactionalId + " does not come to an end");
        }
    }

    Set<String> committed() {
        return committed;
    }

    Set<String> aborted() {
        return aborted;
    }

    private void run() {
        boolean isClean = false;
        while (!stopping || !isClean) {
            isClean = false;
            KafkaProducer<String, String> producer = clients.producer(transactionalId, SETTINGS);
            try {
                producer.initTransactions();
                isClean = true;
                while (!stopping) {
                    isClean = false;
                    runOne(producer);
                    isClean = true;
                }
            } catch (KafkaException e) {
                // The next producer of the id aborts what is open.
            } finally {
                producer.close(Duration.ZERO);
            }
        }
    }

    private void runOne(KafkaProducer<String, String> producer) {
        String value = transactionalId + "/" + number++;
        producer.beginTransaction();
        for (int partition = 0; partition < partitions; partition++) {
            producer.send(new ProducerRecord<>(topic, partition, null, value));
        }
        if (random.nextInt(4) == 0) {
            producer.flush();
            producer.abortTransaction();
            aborted.add(value);
        } else {
            producer.commitTransaction();
            committed.add(value);
        }
    }
}
