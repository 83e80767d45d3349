package dev.naru.benchmarks;

import java.io.IOException;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * How soon a broker that was stopped is of use again: from the start of the process to its first answer, and to the first record it
 * acknowledges. Its memory is read after that, with nothing going on.
 *
 * <p>A start with data is measured, since that is what restarts are; the producer is warm and asks again every few milliseconds.
 *
 * @param name on the command line
 */
record StartSection(String name) implements Section {
    private static final int IDLE_S = 10;
    private static final int ACK_TIMEOUT_S = 60;
    private static final byte[] VALUE = new byte[100];

    @Override
    public Map<Row, Double> measure(Bench bench, Sizes sizes) throws Exception {
        bench.createTopic("t", Sizes.PARTITIONS, Map.of());
        try (KafkaProducer<byte[], byte[]> producer = producer(bench)) {
            produce(producer);
            bench.broker().stop();
            bench.broker().restart();
            double answerS = (System.nanoTime() - bench.broker().startNs()) / 1e9;
            produce(producer);
            double ackS = (System.nanoTime() - bench.broker().startNs()) / 1e9;
            TimeUnit.SECONDS.sleep(IDLE_S);
            double rssMib = bench.broker().usage().rssBytes() / (double) (1 << 20);
            return Map.of(Row.START_ANSWER, answerS, Row.START_ACK, ackS, Row.IDLE_RSS, rssMib);
        }
    }

    static KafkaProducer<byte[], byte[]> producer(Bench bench) {
        Properties configs = bench.clientConfigs();
        configs.put("acks", "all");
        configs.put("linger.ms", "0");
        configs.put("reconnect.backoff.ms", "5");
        configs.put("reconnect.backoff.max.ms", "5");
        configs.put("retry.backoff.ms", "5");
        configs.put("retry.backoff.max.ms", "5");
        configs.put("enable.metrics.push", "false");
        return new KafkaProducer<>(configs, new ByteArraySerializer(), new ByteArraySerializer());
    }

    static void produce(KafkaProducer<byte[], byte[]> producer) throws Exception {
        try {
            producer.send(new ProducerRecord<>("t", 0, null, VALUE)).get(ACK_TIMEOUT_S, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new IOException("the broker did not acknowledge", e);
        }
    }
}
