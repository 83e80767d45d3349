package dev.naru.broker;

import static dev.naru.broker.Messages.batch;
import static dev.naru.broker.Messages.produce;
import static org.assertj.core.api.Assertions.assertThat;

import dev.naru.protocol.ErrorCode;
import dev.naru.protocol.message.DescribeLogDirsRequest;
import dev.naru.protocol.message.DescribeLogDirsRequest.DescribableLogDirTopic;
import dev.naru.protocol.message.DescribeLogDirsResponse;
import dev.naru.protocol.message.DescribeLogDirsResponse.DescribeLogDirsPartition;
import dev.naru.protocol.message.DescribeLogDirsResponse.DescribeLogDirsResult;
import dev.naru.protocol.message.DescribeLogDirsResponse.DescribeLogDirsTopic;
import dev.naru.protocol.message.ProduceResponse;
import dev.naru.testkit.DiskFaults;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The answers here are those of Apache Kafka 4.4.0 to the same requests. */
class DescribeLogDirsTest {
    private final SimulatedBroker broker = new SimulatedBroker(13, Map.of("log.dirs", "/one,/two"));
    private final SimulatedBroker.Client client = broker.connect();

    private List<DescribeLogDirsResult> describe(@Nullable List<DescribableLogDirTopic> topics, int version) {
        DescribeLogDirsResponse response =
                client.call(new DescribeLogDirsRequest().topics(topics), version, DescribeLogDirsResponse.class);
        assertThat(response.errorCode()).isZero();
        return response.results();
    }

    private static List<String> partitions(List<DescribeLogDirsResult> results) {
        return results.stream()
                .flatMap(result -> result.topics().stream())
                .flatMap(topic ->
                        topic.partitions().stream().map(partition -> topic.name() + "-" + partition.partitionIndex()))
                .sorted()
                .toList();
    }

    @Test
    void tellsEachDirectoryWithItsPartitionsAndTheirSizes() {
        ByteBuffer batch = batch("a", "b", "c");
        broker.createTopic("t", 2, Map.of());
        client.call(produce("t", 1, -1, batch.duplicate()), 9, ProduceResponse.class);

        List<DescribeLogDirsResult> results = describe(null, 4);

        assertThat(results).extracting(DescribeLogDirsResult::logDir).containsExactlyInAnyOrder("/one", "/two");
        assertThat(results).allSatisfy(result -> {
            assertThat(result.errorCode()).isZero();
            assertThat(result.totalBytes()).isPositive();
            assertThat(result.usableBytes()).isBetween(0L, result.totalBytes());
            assertThat(result.topics()).hasSize(1);
        });
        assertThat(results.stream()
                        .flatMap(result -> result.topics().stream())
                        .flatMap(topic -> topic.partitions().stream()))
                .containsExactlyInAnyOrder(
                        new DescribeLogDirsPartition(),
                        new DescribeLogDirsPartition().partitionIndex(1).partitionSize(batch.remaining()));
    }

    @Test
    void leavesOutWhatIsNotAskedForOrNotHere() {
        broker.createTopic("t", 2, Map.of());
        broker.createTopic("u", 1, Map.of());
        DescribableLogDirTopic asked = new DescribableLogDirTopic().topic("t").partitions(List.of(0, 7));
        DescribableLogDirTopic missing =
                new DescribableLogDirTopic().topic("missing").partitions(List.of(0));

        assertThat(partitions(describe(List.of(asked, missing), 5))).containsExactly("t-0");
        assertThat(partitions(describe(List.of(), 2))).isEmpty();
        assertThat(partitions(describe(null, 1))).containsExactly("t-0", "t-1", "u-0");
    }

    @Test
    void saysThatADirectoryHasFailed() {
        broker.createTopic("t", 2, Map.of());
        broker.failuresAreExpected();
        String failed = describe(null, 4).stream()
                .filter(result -> partitions(List.of(result)).contains("t-0"))
                .map(DescribeLogDirsResult::logDir)
                .findFirst()
                .orElseThrow();

        broker.disk().faults().failAlways(DiskFaults.Operation.WRITE, path -> path.startsWith(failed));
        client.call(produce("t", 0, -1, batch("a")), 9, ProduceResponse.class);

        DescribeLogDirsResult result = describe(null, 4).stream()
                .filter(each -> each.logDir().equals(failed))
                .findFirst()
                .orElseThrow();
        assertThat(result.errorCode()).isEqualTo(ErrorCode.KAFKA_STORAGE_ERROR.code());
        assertThat(result.topics()).isEqualTo(List.<DescribeLogDirsTopic>of());
    }
}
