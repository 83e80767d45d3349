package dev.naru.engines.streams;

import java.util.List;
import java.util.Properties;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.apache.kafka.streams.kstream.Grouped;
import org.apache.kafka.streams.kstream.Materialized;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Counts the words of the topic {@code lines} into the topic {@code counts}, exactly once: {@code WordCount bootstrap directory}.
 *
 * <p>It keeps no cache, so every word that is counted gives one record, and what a reader of committed records sees of a word is
 * 1, 2, 3 and so on. Words travel through a repartition topic, counts live in a store with a changelog; both are Streams' own.
 *
 * <p>Threading: the threads of Streams.
 */
public final class WordCount {
    private WordCount() {}

    public static void main(String[] arguments) {
        KafkaStreams streams = new KafkaStreams(topology(), configuration(arguments[0], arguments[1]));
        streams.setUncaughtExceptionHandler(failure -> StreamThreadExceptionResponse.REPLACE_THREAD);
        streams.start();
    }

    private static Topology topology() {
        StreamsBuilder builder = new StreamsBuilder();
        builder.<String, String>stream("lines")
                .flatMapValues(line -> List.of(line.split(" ", -1)))
                .groupBy((key, word) -> word, Grouped.with("words", Serdes.String(), Serdes.String()))
                .count(Materialized.<String, Long, KeyValueStore<Bytes, byte[]>>as("counts-by-word"))
                .toStream()
                .mapValues(count -> Long.toString(count))
                .to("counts", Produced.with(Serdes.String(), Serdes.String()));
        return builder.build();
    }

    private static Properties configuration(String bootstrap, String directory) {
        Properties configuration = new Properties();
        configuration.put(StreamsConfig.APPLICATION_ID_CONFIG, "word-count");
        configuration.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap);
        configuration.put(StreamsConfig.STATE_DIR_CONFIG, directory);
        configuration.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
        configuration.put(StreamsConfig.GROUP_PROTOCOL_CONFIG, "classic");
        configuration.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, 0);
        configuration.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, 200);
        configuration.put(StreamsConfig.DEFAULT_KEY_SERDE_CLASS_CONFIG, Serdes.StringSerde.class);
        configuration.put(StreamsConfig.DEFAULT_VALUE_SERDE_CLASS_CONFIG, Serdes.StringSerde.class);
        // A member that is killed is missed after this long.
        configuration.put("session.timeout.ms", 6_000);
        configuration.put("heartbeat.interval.ms", 1_000);
        return configuration;
    }
}
