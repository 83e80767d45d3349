package dev.naru.engines.spark;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Counts the words of the topic {@code lines} into the topic {@code counts}: {@code WordCount bootstrap directory}.
 *
 * <p>Offsets and counts live in Spark's checkpoint and are exact. Its sink is not transactional: a micro-batch that is done again
 * after a crash writes the same counts once more, so the last count of a word is the right one. Spark stops by itself, since
 * {@code failOnDataLoss} is on, when an offset it knows is no longer there.
 *
 * <p>Threading: the threads of Spark's local cluster.
 */
public final class WordCount {
    private WordCount() {}

    public static void main(String[] arguments) throws Exception {
        String bootstrap = arguments[0];
        SparkSession spark = SparkSession.builder()
                .master("local[2]")
                .appName("word-count")
                .config("spark.ui.enabled", "false")
                .config("spark.driver.host", "127.0.0.1")
                .config("spark.driver.bindAddress", "127.0.0.1")
                .config("spark.sql.shuffle.partitions", "2")
                .getOrCreate();
        Dataset<Row> lines = spark.readStream()
                .format("kafka")
                .option("kafka.bootstrap.servers", bootstrap)
                .option("kafka.isolation.level", "read_committed")
                .option("subscribe", "lines")
                .option("startingOffsets", "earliest")
                .load();
        Dataset<Row> counts = lines.selectExpr("explode(split(CAST(value AS STRING), ' ')) AS key")
                .groupBy("key")
                .count()
                .selectExpr("key", "CAST(count AS STRING) AS value");
        counts.writeStream()
                .format("kafka")
                .outputMode("update")
                .option("kafka.bootstrap.servers", bootstrap)
                .option("topic", "counts")
                .option("checkpointLocation", arguments[1])
                .start()
                .awaitTermination();
    }
}
