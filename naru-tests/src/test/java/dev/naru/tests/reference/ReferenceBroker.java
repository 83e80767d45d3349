package dev.naru.tests.reference;

import dev.naru.testkit.process.BrokerSpec;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;

/**
 * The broker every scenario meets: short times, one partition in each internal topic, and the topics {@code ships} (two partitions) and
 * {@code boats} (one), whose ids are called {@code <ships>} and {@code <boats>}.
 *
 * <p>Threading: the test's thread.
 */
final class ReferenceBroker {
    private static final List<String> TOPICS = List.of("ships", "boats");

    private ReferenceBroker() {}

    static BrokerSpec spec(Path directory) throws IOException {
        return BrokerSpec.small(directory)
                .with("node.id", "1")
                .with("offsets.topic.num.partitions", "1")
                .with("transaction.state.log.num.partitions", "1")
                .with("group.initial.rebalance.delay.ms", "0")
                .with("group.min.session.timeout.ms", "100")
                .with("group.max.session.timeout.ms", "60000")
                .with("group.max.size", "3")
                .with("group.consumer.max.size", "3")
                .with("group.consumer.assignment.interval.ms", "0")
                .with("group.consumer.assignor.offload.enable", "false")
                .with("transaction.max.timeout.ms", "60000")
                .with("transaction.abort.timed.out.transaction.cleanup.interval.ms", "100")
                .with("auto.create.topics.enable", "false");
    }

    /** Makes the topics and waits for the coordinators. */
    static void prepare(InetSocketAddress address) throws IOException, InterruptedException {
        try (ScenarioPlayer player = new ScenarioPlayer(address, new StableNames())) {
            player.play("CreateTopics v7 timeoutMs=10000 topics=[{name=ships numPartitions=2 replicationFactor=1}"
                    + " {name=boats numPartitions=1 replicationFactor=1}]");
            player.play("while COORDINATOR_NOT_AVAILABLE FindCoordinator v1 key=none keyType=0");
            player.play("while COORDINATOR_NOT_AVAILABLE FindCoordinator v1 key=none keyType=1");
            player.play("while COORDINATOR OffsetFetch v7 groupId=none topics=null");
            player.play("while COORDINATOR DescribeTransactions v0 transactionalIds=[none]");
            player.play("while COORDINATOR InitProducerId v0 transactionalId=null");
        }
    }

    static void nameTopics(ScenarioPlayer player) throws IOException {
        for (String topic : TOPICS) {
            player.nameTopic(topic);
        }
    }
}
