package dev.naru.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.naru.common.BufferPayload;
import dev.naru.common.Payload;
import dev.naru.protocol.message.ApiVersionsRequest;
import dev.naru.protocol.message.ApiVersionsResponse;
import dev.naru.protocol.message.FetchRequest;
import dev.naru.protocol.message.FetchResponse;
import dev.naru.protocol.message.MetadataRequest;
import dev.naru.protocol.message.ProduceRequest;
import dev.naru.protocol.message.RequestHeader;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Whole frames against {@link GoldenFrames}. */
class FrameTest {
    private static final Payload RECORDS = new BufferPayload(ByteBuffer.wrap(GoldenFrames.bytes("cafebabe")));

    @Test
    void writesAndReadsApiVersions() {
        ApiVersionsRequest request =
                new ApiVersionsRequest().clientSoftwareName("librdkafka").clientSoftwareVersion("2.0.2");
        checkRequest(GoldenFrames.API_VERSIONS_0, new ApiVersionsRequest(), 0, 7, "rdkafka");
        checkRequest(GoldenFrames.API_VERSIONS_3, request, 3, 7, "rdkafka");
    }

    @Test
    void writesAndReadsApiVersionsResponses() {
        ApiVersionsResponse response = new ApiVersionsResponse()
                .apiKeys(List.of(new ApiVersionsResponse.ApiVersion()
                        .apiKey(ApiKey.FETCH.id())
                        .minVersion(ApiKey.FETCH.lowestVersion())
                        .maxVersion(ApiKey.FETCH.highestVersion())));
        checkResponse(GoldenFrames.API_VERSIONS_RESPONSE_0, response, 0, 7);
        checkResponse(GoldenFrames.API_VERSIONS_RESPONSE_3, response, 3, 7);
    }

    @Test
    void writesAndReadsProduce() {
        ProduceRequest request = new ProduceRequest()
                .acks((short) -1)
                .timeoutMs(30_000)
                .topicData(List.of(new ProduceRequest.TopicProduceData()
                        .name("t")
                        .partitionData(List.of(new ProduceRequest.PartitionProduceData()
                                .index(2)
                                .records(RECORDS)))));
        checkRequest(GoldenFrames.PRODUCE_7, request, 7, 1, "c");
        checkRequest(GoldenFrames.PRODUCE_9, request, 9, 1, "c");
    }

    @Test
    void writesAndReadsFetch() {
        FetchRequest request = new FetchRequest()
                .maxWaitMs(500)
                .minBytes(1)
                .maxBytes(50 << 20)
                .topics(List.of(new FetchRequest.FetchTopic()
                        .topic("t")
                        .partitions(List.of(new FetchRequest.FetchPartition()
                                .partition(0)
                                .fetchOffset(5)
                                .partitionMaxBytes(1 << 20)))));
        checkRequest(GoldenFrames.FETCH_4, request, 4, 1, null);
    }

    @Test
    void writesAndReadsFetchResponses() {
        FetchResponse response = new FetchResponse()
                .responses(List.of(new FetchResponse.FetchableTopicResponse()
                        .topic("t")
                        .partitions(List.of(new FetchResponse.PartitionData()
                                .partitionIndex(0)
                                .highWatermark(6)
                                .lastStableOffset(6)
                                .abortedTransactions(null)
                                .records(RECORDS)))));
        checkResponse(GoldenFrames.FETCH_RESPONSE_4, response, 4, 1);
    }

    @Test
    void writesAndReadsNullTopics() {
        checkRequest(GoldenFrames.METADATA_1_ALL, new MetadataRequest().topics(null), 1, 1, null);
    }

    @Test
    void refusesNullTopicsWhereAllIsAnEmptyList() {
        assertThatThrownBy(() -> RequestFrame.encode(new MetadataRequest().topics(null), (short) 0, 1, null))
                .isInstanceOf(UnsupportedVersionException.class)
                .hasMessage("MetadataRequest.topics is null, which version 0 cannot say");
    }

    @Test
    void readsTheHeaderOfAnApiVersionsRequestOfTheFuture() {
        byte[] frame = GoldenFrames.bytes("0012 0063 00000007 0001 63 00 0102030405");
        MessageReader reader = new MessageReader(ByteBuffer.wrap(frame));
        RequestHeader header = RequestFrame.readHeader(reader);

        assertThat(header.correlationId()).isEqualTo(7);
        assertThat(header.clientId()).isEqualTo("c");
        assertThatThrownBy(() -> RequestFrame.readBody(header, reader))
                .isInstanceOf(UnsupportedVersionException.class)
                .hasMessage("API_VERSIONS has no version 99");
    }

    @Test
    void refusesAKeyThatNobodyKnows() {
        byte[] frame = GoldenFrames.bytes("7fff 0000 00000007 ffff");
        assertThatThrownBy(() -> RequestFrame.readHeader(new MessageReader(ByteBuffer.wrap(frame))))
                .isInstanceOf(MalformedMessageException.class)
                .hasMessage("no request has the API key 32767");
    }

    @Test
    void refusesAKeyThatKafkaHasWithdrawn() {
        byte[] frame = GoldenFrames.bytes("0007 0000 00000007 ffff");
        MessageReader reader = new MessageReader(ByteBuffer.wrap(frame));
        RequestHeader header = RequestFrame.readHeader(reader);
        assertThatThrownBy(() -> RequestFrame.readBody(header, reader)).isInstanceOf(UnsupportedVersionException.class);
    }

    @Test
    void refusesFramesShorterThanAHeader() {
        byte[] frame = GoldenFrames.bytes(GoldenFrames.API_VERSIONS_0);
        for (int size = 0; size < frame.length; size++) {
            ByteBuffer cut = ByteBuffer.wrap(frame, 0, size);
            assertThatThrownBy(() -> RequestFrame.readHeader(new MessageReader(cut)))
                    .isInstanceOf(MalformedMessageException.class);
        }
    }

    private static void checkRequest(
            String golden, ApiRequest request, int version, int correlationId, @Nullable String client) {
        byte[] frame = GoldenFrames.bytes(golden);
        assertThat(MessageParts.bytes(RequestFrame.encode(request, (short) version, correlationId, client)))
                .isEqualTo(frame);

        MessageReader reader = new MessageReader(ByteBuffer.wrap(frame));
        RequestHeader header = RequestFrame.readHeader(reader);
        assertThat(header.requestApiKey()).isEqualTo(request.apiKey().id());
        assertThat(header.requestApiVersion()).isEqualTo((short) version);
        assertThat(header.correlationId()).isEqualTo(correlationId);
        assertThat(header.clientId()).isEqualTo(client);
        assertThat(RequestFrame.readBody(header, reader)).isEqualTo(request);
        assertThat(reader.remaining()).isZero();
    }

    private static void checkResponse(String golden, ApiResponse response, int version, int correlationId) {
        byte[] frame = GoldenFrames.bytes(golden);
        assertThat(MessageParts.bytes(ResponseFrame.encode(response, (short) version, correlationId)))
                .isEqualTo(frame);

        MessageReader reader = new MessageReader(ByteBuffer.wrap(frame));
        assertThat(ResponseFrame.correlationId(reader)).isEqualTo(correlationId);
        assertThat(ResponseFrame.read(response.apiKey(), (short) version, reader))
                .isEqualTo(response);
        assertThat(reader.remaining()).isZero();
    }
}
