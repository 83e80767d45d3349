package dev.naru.tests.compatibility.java.driver;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.time.Duration;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;

/**
 * {@code poll(long)} until 3.9, {@code poll(Duration)} since 2.0.
 *
 * <p>Threading: the consumer's thread.
 */
final class Polling {
    private static final long TIMEOUT_MS = 200;
    private static final Method OLD = old();

    private Polling() {}

    @SuppressWarnings("unchecked") // the old method returns the same type
    static <K, V> ConsumerRecords<K, V> poll(KafkaConsumer<K, V> consumer) throws Exception {
        if (OLD != null) {
            try {
                return (ConsumerRecords<K, V>) OLD.invoke(consumer, TIMEOUT_MS);
            } catch (InvocationTargetException e) {
                throw (Exception) e.getCause();
            }
        }
        return consumer.poll(Duration.ofMillis(TIMEOUT_MS));
    }

    private static Method old() {
        try {
            KafkaConsumer.class.getMethod("poll", Duration.class);
            return null;
        } catch (NoSuchMethodException onlyTheOldOne) {
            try {
                return KafkaConsumer.class.getMethod("poll", long.class);
            } catch (NoSuchMethodException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
