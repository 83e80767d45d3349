package dev.naru.client.producer;

import dev.naru.client.ClientConfig;
import dev.naru.client.ClientException;
import dev.naru.client.ClientRuntime;
import dev.naru.client.cluster.Cluster;
import dev.naru.common.runtime.EventLoop;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Sends records. Records of one partition are stored in the order in which one thread sent them; an idempotent producer,
 * which is the default, stores each of them once, whatever fails on the way.
 *
 * <p>A producer holds a bounded number of bytes that are not acknowledged. Beyond that {@link #send} fails at once with
 * {@link BufferFullException}; a sender that would rather wait asks {@link #room} first:
 *
 * <pre>
 *   producer.room().join();
 *   producer.send(ProducerRecord.of("orders", key, value)).whenComplete(...);
 * </pre>
 *
 * <p>Threading: all methods are safe from any thread; futures complete on the client's loop.
 */
public final class Producer implements AutoCloseable {
    private final Cluster cluster;
    private final EventLoop loop;
    private final SendBuffer buffer;
    private final Sender sender;
    private final Inbox<PendingSend> inbox;
    private volatile boolean closed;

    /** Use {@link dev.naru.client.Client#producer}, or this with a runtime of one's own. */
    public Producer(ClientConfig clientConfig, ClientRuntime runtime, ProducerConfig config) {
        this(new Cluster(clientConfig, runtime, true), runtime, config, null);
    }

    /** @param transactions what the records belong to, null if to no transaction */
    Producer(Cluster cluster, ClientRuntime runtime, ProducerConfig config, @Nullable Transactions transactions) {
        this.cluster = cluster;
        this.loop = runtime.loop();
        this.buffer = new SendBuffer(config.batching().bufferBytesMax());
        this.sender = new Sender(cluster, config, buffer, runtime.random(), transactions);
        this.inbox = new Inbox<>(loop, sender::accept);
    }

    Sender sender() {
        return sender;
    }

    /**
     * Sends a record, soon.
     *
     * @return where the record stands, once it is acknowledged. Fails with {@link BufferFullException}; with {@link
     *     dev.naru.client.BrokerException} if a broker refused it; with {@link dev.naru.client.CallTimeoutException} if it
     *     was not acknowledged in time, and then it may be stored nevertheless; with {@link
     *     dev.naru.client.UnreachableException} if no broker was ever reached
     */
    public CompletableFuture<RecordMetadata> send(ProducerRecord record) {
        if (closed) {
            return CompletableFuture.failedFuture(new ClientException("the producer is closed"));
        }
        PendingSend send =
                PendingSend.of(record, loop.clock().wallMs(), loop.clock().nanos());
        if (!buffer.tryReserve(send.sizeBytes())) {
            return CompletableFuture.failedFuture(new BufferFullException(send.sizeBytes(), buffer.bytesMax()));
        }
        inbox.put(send);
        return send.result();
    }

    /** Done when there is room for more; at once if there is now. */
    public CompletableFuture<Void> room() {
        return buffer.room();
    }

    /**
     * Sends what was given to {@link #send} so far without waiting for more.
     *
     * @return done when each of those records was acknowledged or failed
     */
    public CompletableFuture<Void> flush() {
        CompletableFuture<Void> result = new CompletableFuture<>();
        // Behind the inbox's own task, so that everything sent before is included.
        loop.execute(() -> sender.flush(result));
        return result;
    }

    /**
     * Flushes, then closes all connections.
     *
     * @return done when that is done; waits no longer than the delivery timeout. Closing again waits for that, too
     */
    public CompletableFuture<Void> closeLater() {
        closed = true;
        // The flush completes on the loop, and so runs what follows there.
        return flush().thenRun(() -> {
            sender.close();
            cluster.close();
        });
    }

    /** As {@link #closeLater}, and waits for it. Not from the client's loop. */
    @Override
    public void close() {
        closeLater().join();
    }
}
