package dev.naru.tests.client;

import dev.naru.client.Client;
import dev.naru.client.consumer.ConsumedRecord;
import dev.naru.client.consumer.ConsumerConfig;
import dev.naru.client.group.GroupConfig;
import dev.naru.client.group.GroupConsumer;
import dev.naru.client.group.MemberFencedException;
import dev.naru.client.group.RebalanceListener;
import dev.naru.client.group.Subscription;
import dev.naru.common.TopicPartition;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;

/** A member that polls on a thread of its own, and commits what each poll brought, until it is stopped. */
final class RunningMember implements AutoCloseable {
    private static final int POLL_MS = 200;
    private static final int RECORDS_MAX = 20;

    private final GroupConsumer consumer;
    private final Queue<Integer> read = new ConcurrentLinkedQueue<>();
    private final Thread thread;
    private volatile boolean stopping;
    private volatile Throwable failure;

    RunningMember(Client client, GroupConfig config, Subscription subscription) {
        consumer = client.groupConsumer(config.withAutoCommitMs(0), ConsumerConfig.DEFAULT);
        consumer.subscribe(subscription, RebalanceListener.NONE).join();
        thread = new Thread(this::run, "member");
        thread.start();
    }

    private void run() {
        try {
            while (!stopping) {
                for (ConsumedRecord record :
                        consumer.poll(RECORDS_MAX, POLL_MS).join().records()) {
                    read.add(CoordinatingBroker.number(record));
                }
                commit();
            }
        } catch (RuntimeException e) {
            failure = e;
        }
    }

    /** What was read of partitions that are lost or gone is somebody else's to read, or nobody's. */
    private void commit() {
        try {
            consumer.commit().join();
        } catch (CompletionException refused) {
            if (!(refused.getCause() instanceof MemberFencedException)) {
                throw refused;
            }
        }
    }

    /** The numbers read so far, in order of reading. */
    Queue<Integer> read() {
        return read;
    }

    Set<TopicPartition> assignment() {
        return consumer.assignment().join();
    }

    /** Leaves the group. */
    @Override
    public void close() {
        stopping = true;
        join(thread);
        consumer.close();
        if (failure != null) {
            throw new AssertionError("the member failed", failure);
        }
    }

    static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while waiting for " + thread.getName(), e);
        }
    }
}
