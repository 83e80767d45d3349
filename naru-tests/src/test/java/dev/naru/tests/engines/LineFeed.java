package dev.naru.tests.engines;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Writes lines of a few words to the topic {@code lines}, some lines in a transaction, a transaction every few milliseconds, until it
 * is told to finish. Every fourth transaction is aborted: its words must never be counted.
 *
 * <p>Threading: {@link #start} and {@link #finish} by the test's thread; in between, the feed's own.
 */
final class LineFeed implements AutoCloseable {
    static final String TOPIC = "lines";
    private static final List<String> WORDS = List.of("rice", "salt", "timber", "ferry", "rope", "oar", "tide", "quay");
    private static final int LINES_PER_TRANSACTION = 6;
    private static final int ABORT_EVERY = 4;
    private static final int PAUSE_MS = 40;
    private static final int FINISH_TIMEOUT_S = 120;

    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();
    private final KafkaProducer<String, String> producer;
    private final List<String> committed = new ArrayList<>();
    private Future<?> feeding;
    private int transactions;
    private int lines;
    private volatile boolean finished;

    LineFeed(String bootstrap) {
        Properties configs = new Properties();
        configs.put("bootstrap.servers", bootstrap);
        configs.put("transactional.id", "feed");
        configs.put("linger.ms", "1");
        producer = new KafkaProducer<>(configs, new StringSerializer(), new StringSerializer());
    }

    /** Begins to write. */
    void start() {
        feeding = thread.submit(() -> {
            producer.initTransactions();
            while (!finished) {
                writeTransaction();
                TimeUnit.MILLISECONDS.sleep(PAUSE_MS);
            }
            return null;
        });
    }

    /** Writes no more, and returns the lines that were committed; each holds a number of its own. */
    List<String> finish() throws InterruptedException, ExecutionException, TimeoutException {
        finished = true;
        feeding.get(FINISH_TIMEOUT_S, TimeUnit.SECONDS);
        return List.copyOf(committed);
    }

    /** How often each word stands in these lines. */
    static Map<String, Long> counts(List<String> lines) {
        Map<String, Long> counts = new TreeMap<>();
        for (String line : lines) {
            for (String word : line.split(" ", -1)) {
                counts.merge(word, 1L, Long::sum);
            }
        }
        return counts;
    }

    private void writeTransaction() {
        boolean aborts = ++transactions % ABORT_EVERY == 0;
        List<String> written = new ArrayList<>();
        producer.beginTransaction();
        for (int i = 0; i < LINES_PER_TRANSACTION; i++) {
            String line = nextLine(aborts);
            written.add(line);
            var unused = producer.send(new ProducerRecord<>(TOPIC, lines % Rig.PARTITIONS, null, line));
        }
        if (aborts) {
            producer.flush();
            untilDone(producer::abortTransaction);
        } else {
            untilDone(producer::commitTransaction);
            committed.addAll(written);
        }
    }

    private String nextLine(boolean aborted) {
        int number = lines++;
        String word = WORDS.get(number % WORDS.size());
        String other = WORDS.get(number / 3 % WORDS.size());
        return (aborted ? "aborted" : word) + " " + other + " #" + number;
    }

    /** An end that timed out, as while the broker is away, may be asked for again until it is known. */
    private void untilDone(Runnable end) {
        while (true) {
            try {
                end.run();
                return;
            } catch (RetriableException outcomeUnknown) {
                if (finished) {
                    throw outcomeUnknown;
                }
            }
        }
    }

    @Override
    public void close() {
        finished = true;
        thread.shutdownNow();
        producer.close(Duration.ZERO);
    }
}
