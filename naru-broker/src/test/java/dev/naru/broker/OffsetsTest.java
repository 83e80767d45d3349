package dev.naru.broker;

import static dev.naru.broker.Messages.batch;
import static dev.naru.broker.Messages.fetch;
import static dev.naru.broker.Messages.listOffsets;
import static dev.naru.broker.Messages.produce;
import static org.assertj.core.api.Assertions.assertThat;

import dev.naru.common.Uuid;
import dev.naru.common.file.DiskFile;
import dev.naru.protocol.ErrorCode;
import dev.naru.protocol.message.DeleteRecordsRequest;
import dev.naru.protocol.message.DeleteRecordsResponse;
import dev.naru.protocol.message.FetchResponse;
import dev.naru.protocol.message.ListOffsetsRequest;
import dev.naru.protocol.message.ListOffsetsResponse;
import dev.naru.protocol.message.ListOffsetsResponse.ListOffsetsPartitionResponse;
import dev.naru.protocol.message.OffsetForLeaderEpochRequest;
import dev.naru.protocol.message.OffsetForLeaderEpochResponse;
import dev.naru.protocol.message.ProduceResponse;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The answers here are those of Apache Kafka 4.4.0 to the same requests. */
class OffsetsTest {
    private final SimulatedBroker broker = new SimulatedBroker(3, Map.of());
    private final SimulatedBroker.Client client = broker.connect();

    @BeforeEach
    void fill() {
        broker.createTopic("t", 3, Map.of());
        for (int i = 0; i < 3; i++) {
            client.call(produce("t", 0, -1, batch("a", "b", "c")), 9, ProduceResponse.class);
        }
    }

    private ListOffsetsPartitionResponse list(int version, int partition, long timestamp) {
        return client.call(listOffsets("t", partition, timestamp), version, ListOffsetsResponse.class)
                .topics()
                .get(0)
                .partitions()
                .get(0);
    }

    private static ListOffsetsPartitionResponse found(long timestamp, long offset, int epoch) {
        return new ListOffsetsPartitionResponse()
                .timestamp(timestamp)
                .offset(offset)
                .leaderEpoch(epoch);
    }

    private static ListOffsetsPartitionResponse refused(ErrorCode error) {
        return new ListOffsetsPartitionResponse().errorCode(error.code());
    }

    @Test
    void answersEverySpecialTimestamp() {
        assertThat(list(11, 0, -1)).isEqualTo(found(-1, 9, 0));
        assertThat(list(11, 0, -2)).isEqualTo(found(-1, 0, 0));
        assertThat(list(11, 0, -3)).isEqualTo(found(1002, 2, 0));
        assertThat(list(11, 0, -4)).isEqualTo(found(-1, 0, 0));
        assertThat(list(11, 0, -5)).isEqualTo(found(-1, -1, -1));
        assertThat(list(11, 0, -6)).isEqualTo(found(-1, -1, -1));
        assertThat(list(11, 0, -7)).isEqualTo(refused(ErrorCode.UNSUPPORTED_VERSION));
    }

    @Test
    void findsTheFirstRecordOfATime() {
        assertThat(list(11, 0, 0)).isEqualTo(found(1000, 0, 0));
        assertThat(list(11, 0, 1001)).isEqualTo(found(1001, 1, 0));
        assertThat(list(11, 0, 999_999_999L)).isEqualTo(found(-1, -1, -1));
    }

    @Test
    void aDamagedBatchFailsASearchAndNothingElse() throws IOException {
        try (DiskFile file = broker.disk().open(Path.of("/data/t-0/00000000000000000000.log"))) {
            file.write(ByteBuffer.wrap(new byte[] {'?'}), file.sizeBytes() / 3 - 2);
        }

        assertThat(list(11, 0, 1001).errorCode()).isEqualTo(ErrorCode.CORRUPT_MESSAGE.code());

        assertThat(list(11, 0, -1)).isEqualTo(found(-1, 9, 0));
        ProduceResponse more = client.call(produce("t", 0, -1, batch("d")), 9, ProduceResponse.class);
        assertThat(more.responses().get(0).partitionResponses().get(0).errorCode())
                .isZero();
    }

    @Test
    void knowsTheEndsOfAnEmptyPartition() {
        assertThat(list(11, 2, -1)).isEqualTo(found(-1, 0, 0).partitionIndex(2));
        assertThat(list(11, 2, -2)).isEqualTo(found(-1, 0, 0).partitionIndex(2));
        assertThat(list(11, 2, -3)).isEqualTo(found(-1, -1, -1).partitionIndex(2));
        assertThat(list(11, 2, 5)).isEqualTo(found(-1, -1, -1).partitionIndex(2));
    }

    @Test
    void refusesATimestampThatIsTooNewForTheVersion() {
        assertThat(list(1, 0, -1)).isEqualTo(found(-1, 9, -1));
        assertThat(list(6, 0, -3)).isEqualTo(refused(ErrorCode.UNSUPPORTED_VERSION));
        assertThat(list(7, 0, -4)).isEqualTo(refused(ErrorCode.UNSUPPORTED_VERSION));
        assertThat(list(8, 0, -5)).isEqualTo(refused(ErrorCode.UNSUPPORTED_VERSION));
        assertThat(list(10, 0, -6)).isEqualTo(refused(ErrorCode.UNSUPPORTED_VERSION));
    }

    @Test
    void refusesUnknownPartitionsNewerEpochsAndDuplicates() {
        assertThat(list(9, 55, -1).errorCode()).isEqualTo(ErrorCode.UNKNOWN_TOPIC_OR_PARTITION.code());
        ListOffsetsRequest newer = listOffsets("t", 0, -1);
        newer.topics().get(0).partitions().get(0).currentLeaderEpoch(9);
        ListOffsetsRequest twice = listOffsets("t", 0, -1);
        ListOffsetsRequest.ListOffsetsPartition asked =
                twice.topics().get(0).partitions().get(0);
        twice.topics().get(0).partitions(List.of(asked, asked));

        assertThat(client.call(newer, 9, ListOffsetsResponse.class)
                        .topics()
                        .get(0)
                        .partitions())
                .containsExactly(refused(ErrorCode.UNKNOWN_LEADER_EPOCH));
        assertThat(client.call(twice, 9, ListOffsetsResponse.class)
                        .topics()
                        .get(0)
                        .partitions())
                .containsExactly(refused(ErrorCode.INVALID_REQUEST));
    }

    private OffsetForLeaderEpochResponse.EpochEndOffset epochEnd(int currentEpoch, int epoch) {
        OffsetForLeaderEpochRequest request = new OffsetForLeaderEpochRequest()
                .replicaId(-1)
                .topics(List.of(new OffsetForLeaderEpochRequest.OffsetForLeaderTopic()
                        .topic("t")
                        .partitions(List.of(new OffsetForLeaderEpochRequest.OffsetForLeaderPartition()
                                .partition(0)
                                .currentLeaderEpoch(currentEpoch)
                                .leaderEpoch(epoch)))));
        return client.call(request, 4, OffsetForLeaderEpochResponse.class)
                .topics()
                .get(0)
                .partitions()
                .get(0);
    }

    @Test
    void saysWhereAnEpochEnds() {
        assertThat(epochEnd(0, 0).endOffset()).isEqualTo(9);
        assertThat(epochEnd(-1, 0).leaderEpoch()).isZero();
        assertThat(epochEnd(-1, 5).endOffset()).isEqualTo(-1);
        assertThat(epochEnd(-1, 5).errorCode()).isZero();
        assertThat(epochEnd(7, 0).errorCode()).isEqualTo(ErrorCode.UNKNOWN_LEADER_EPOCH.code());
    }

    private DeleteRecordsResponse.DeleteRecordsPartitionResult delete(String topic, long offset) {
        DeleteRecordsRequest request = new DeleteRecordsRequest()
                .timeoutMs(1000)
                .topics(List.of(new DeleteRecordsRequest.DeleteRecordsTopic()
                        .name(topic)
                        .partitions(List.of(new DeleteRecordsRequest.DeleteRecordsPartition()
                                .partitionIndex(0)
                                .offset(offset)))));
        return client.call(request, 2, DeleteRecordsResponse.class)
                .topics()
                .get(0)
                .partitions()
                .get(0);
    }

    @Test
    void deletesTheOldestRecords() {
        assertThat(delete("t", 2).lowWatermark()).isEqualTo(2);
        assertThat(delete("t", 1).lowWatermark()).as("gone already").isEqualTo(2);
        assertThat(delete("t", 500).errorCode()).isEqualTo(ErrorCode.OFFSET_OUT_OF_RANGE.code());
        assertThat(delete("t", -3).errorCode()).isEqualTo(ErrorCode.OFFSET_OUT_OF_RANGE.code());
        assertThat(list(9, 0, -2).offset()).isEqualTo(2);
        assertThat(delete("t", -1).lowWatermark()).isEqualTo(9);

        FetchResponse below = client.call(fetch("t", Uuid.ZERO, 0, 0), 12, FetchResponse.class);
        assertThat(below.responses().get(0).partitions().get(0).errorCode())
                .isEqualTo(ErrorCode.OFFSET_OUT_OF_RANGE.code());
        ProduceResponse after = client.call(produce("t", 0, 1, batch("x")), 9, ProduceResponse.class);
        assertThat(after.responses().get(0).partitionResponses().get(0).baseOffset())
                .isEqualTo(9);
    }

    @Test
    void deletesNothingOfACompactedTopic() {
        broker.createTopic("compacted", 1, Map.of("cleanup.policy", "compact"));

        assertThat(delete("compacted", -1).errorCode()).isEqualTo(ErrorCode.POLICY_VIOLATION.code());
    }
}
