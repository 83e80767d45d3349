package dev.naru.client.group;

import static org.assertj.core.api.Assertions.assertThat;

import dev.naru.client.consumer.ConsumerConfig;
import dev.naru.client.consumer.Polled;
import dev.naru.client.fake.FakeCluster;
import dev.naru.client.producer.Producer;
import dev.naru.client.producer.ProducerConfig;
import dev.naru.client.producer.ProducerRecord;
import dev.naru.common.TopicPartition;
import dev.naru.protocol.ApiRequest;
import dev.naru.protocol.ApiResponse;
import dev.naru.protocol.message.ConsumerGroupHeartbeatRequest;
import dev.naru.protocol.message.ConsumerGroupHeartbeatResponse;
import dev.naru.protocol.message.OffsetFetchRequest;
import dev.naru.protocol.message.OffsetFetchResponse;
import dev.naru.testkit.Gen;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class GroupConsumerTest {
    private static final long WAIT_MS_MAX = 120_000;

    private final FakeCluster fake = new FakeCluster(new Gen(1), 1, 1);
    private final List<TopicPartition> revoked = new ArrayList<>();

    @Test
    void closesInTimeWhenTheClusterCannotBeReached() {
        fake.intercept(GroupConsumerTest::answer);
        GroupConsumer consumer =
                new GroupConsumer(fake.config(), fake.runtime(), GroupConfig.of("g"), ConsumerConfig.DEFAULT);
        await(consumer.subscribe(Subscription.to(FakeCluster.TOPIC), listener()));
        sendOne();
        Polled polled = await(consumer.poll(10, 5_000));
        while (polled.records().isEmpty()) {
            polled = await(consumer.poll(10, 5_000));
        }
        // Now what it brought is dealt with, and will be committed on closing.
        await(consumer.poll(10, 0));
        fake.network().separate("client", "b0");

        CompletableFuture<Void> closed = consumer.closeLater();
        int callMs = fake.config().timeouts().callMs();
        fake.simulation().runFor(callMs + fake.config().timeouts().backoffMsMax());

        assertThat(closed).isCompleted();
        assertThat(revoked).containsExactly(FakeCluster.partition(0));
    }

    @Test
    void closingAgainWaitsUntilTheMemberHasLeft() {
        AtomicBoolean left = new AtomicBoolean();
        fake.intercept((request, own) -> {
            left.compareAndSet(
                    false, request instanceof ConsumerGroupHeartbeatRequest heartbeat && heartbeat.memberEpoch() < 0);
            return answer(request, own);
        });
        GroupConsumer consumer =
                new GroupConsumer(fake.config(), fake.runtime(), GroupConfig.of("g"), ConsumerConfig.DEFAULT);
        await(consumer.subscribe(Subscription.to(FakeCluster.TOPIC), listener()));
        while (await(consumer.assignment()).isEmpty()) {
            await(consumer.poll(10, 100));
        }

        CompletableFuture<Void> closed = consumer.closeLater();
        await(consumer.closeLater());

        assertThat(left).isTrue();
        assertThat(closed).isCompleted();
        await(consumer.closeLater());
    }

    private void sendOne() {
        Producer producer = new Producer(fake.config(), fake.runtime(), ProducerConfig.DEFAULT);
        await(producer.send(ProducerRecord.of(FakeCluster.TOPIC, null, new byte[1])));
        await(producer.closeLater());
    }

    private RebalanceListener listener() {
        return new RebalanceListener() {
            @Override
            public CompletionStage<?> onRevoked(Set<TopicPartition> partitions) {
                revoked.addAll(partitions);
                return CompletableFuture.completedFuture(null);
            }
        };
    }

    private static ApiResponse answer(ApiRequest request, Supplier<ApiResponse> own) {
        if (request instanceof ConsumerGroupHeartbeatRequest heartbeat) {
            return new ConsumerGroupHeartbeatResponse()
                    .memberId(heartbeat.memberId())
                    .memberEpoch(1)
                    .heartbeatIntervalMs(60_000)
                    .assignment(new ConsumerGroupHeartbeatResponse.Assignment()
                            .topicPartitions(List.of(new ConsumerGroupHeartbeatResponse.TopicPartitions()
                                    .topicId(FakeCluster.TOPIC_ID)
                                    .partitions(List.of(0)))));
        } else if (request instanceof OffsetFetchRequest) {
            return new OffsetFetchResponse();
        }
        return own.get();
    }

    private <T> T await(CompletableFuture<T> future) {
        fake.simulation().runUntil(future::isDone, WAIT_MS_MAX);
        return future.join();
    }
}
