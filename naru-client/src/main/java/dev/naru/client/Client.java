package dev.naru.client;

import dev.naru.client.admin.Admin;
import dev.naru.client.consumer.Consumer;
import dev.naru.client.consumer.ConsumerConfig;
import dev.naru.client.group.GroupConfig;
import dev.naru.client.group.GroupConsumer;
import dev.naru.client.producer.Producer;
import dev.naru.client.producer.ProducerConfig;
import dev.naru.client.producer.TransactionConfig;
import dev.naru.client.producer.TransactionalProducer;
import dev.naru.common.runtime.SystemClock;
import dev.naru.common.runtime.ThreadIoPool;
import dev.naru.network.netty.FrameLimits;
import dev.naru.network.netty.NettyNetwork;
import java.util.SplittableRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where to begin: one loop on one thread, and the clients on it. The thread is a daemon; connections are opened when they
 * are first needed.
 *
 * <pre>
 *   try (Client client = Client.open(ClientConfig.of(Address.parseAll("127.0.0.1:9092")));
 *           Producer producer = client.producer(ProducerConfig.DEFAULT)) {
 *       producer.send(ProducerRecord.of("orders", key, value)).join();
 *   }
 * </pre>
 *
 * <p>Threading: all methods are safe from any thread.
 */
public final class Client implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Client.class);

    private final ClientConfig config;
    private final ThreadIoPool names;
    private final NettyNetwork network;
    private final ClientRuntime runtime;

    private Client(ClientConfig config) {
        this.config = config;
        this.names = new ThreadIoPool("naru-client-names", 1);
        this.network = new NettyNetwork(
                1,
                FrameLimits.DEFAULT,
                SystemClock.INSTANCE,
                names,
                bug -> LOG.error("a task of the client failed", bug));
        this.runtime = new ClientRuntime(network.all().get(0), network.connector(), new SplittableRandom());
    }

    /** Starts the loop; connects to nobody yet. */
    public static Client open(ClientConfig config) {
        return new Client(config);
    }

    /** Asks about the cluster and changes it. */
    public Admin admin() {
        return new Admin(config, runtime);
    }

    /** Sends records. */
    public Producer producer(ProducerConfig producerConfig) {
        return new Producer(config, runtime, producerConfig);
    }

    /** Sends records in transactions. */
    public TransactionalProducer transactionalProducer(
            ProducerConfig producerConfig, TransactionConfig transactionConfig) {
        return new TransactionalProducer(config, runtime, producerConfig, transactionConfig);
    }

    /** Reads records. */
    public Consumer consumer(ConsumerConfig consumerConfig) {
        return new Consumer(config, runtime, consumerConfig);
    }

    /** Reads records together with the other members of a group. */
    public GroupConsumer groupConsumer(GroupConfig groupConfig, ConsumerConfig consumerConfig) {
        return new GroupConsumer(config, runtime, groupConfig, consumerConfig);
    }

    /** Ends the loop and closes all connections; producers that shall be flushed are closed before. */
    @Override
    public void close() {
        network.close();
        names.close();
    }
}
