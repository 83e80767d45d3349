package dev.naru.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.naru.common.BufferPayload;
import dev.naru.common.Payload;
import dev.naru.protocol.message.FetchResponse;
import dev.naru.protocol.message.FetchResponse.FetchableTopicResponse;
import dev.naru.protocol.message.FetchResponse.PartitionData;
import dev.naru.protocol.message.HeartbeatRequest;
import dev.naru.protocol.message.ProduceRequest;
import dev.naru.protocol.message.SaslAuthenticateRequest;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class MessagePartsTest {
    @Test
    void leavesRecordDataWhereItIs() {
        Payload first = new BufferPayload(ByteBuffer.wrap(new byte[] {1, 2, 3}));
        Payload second = new BufferPayload(ByteBuffer.wrap(new byte[] {4}));
        FetchResponse response = responseOf(first, second);

        List<Payload> parts = MessageParts.of(response, (short) 17);

        assertThat(parts).hasSize(5);
        assertThat(parts.get(1)).isSameAs(first);
        assertThat(parts.get(3)).isSameAs(second);
        FetchResponse read = new FetchResponse();
        read.read(new MessageReader(MessageParts.join(parts)), (short) 17);
        assertThat(read).isEqualTo(response);
    }

    @Test
    void fillsOneBufferForAllStretches() {
        List<Payload> parts = MessageParts.of(
                responseOf(
                        new BufferPayload(ByteBuffer.allocateDirect(3)),
                        new BufferPayload(ByteBuffer.allocateDirect(1))),
                (short) 17);

        byte[] array = ((BufferPayload) parts.get(0)).buffer().array();
        assertThat(((BufferPayload) parts.get(2)).buffer().array()).isSameAs(array);
        assertThat(((BufferPayload) parts.get(4)).buffer().array()).isSameAs(array);
        assertThat(array).hasSize(MessageParts.sizeBytes(parts) - 4);
    }

    @Test
    void readsRecordDataAsAViewOfTheFrame() {
        ProduceRequest request = new ProduceRequest()
                .topicData(List.of(new ProduceRequest.TopicProduceData()
                        .name("t")
                        .partitionData(List.of(new ProduceRequest.PartitionProduceData()
                                .records(new BufferPayload(ByteBuffer.wrap(new byte[] {7, 7, 7})))))));
        ByteBuffer frame = ByteBuffer.wrap(MessageParts.bytes(request, (short) 9));

        ProduceRequest read = new ProduceRequest();
        read.read(new MessageReader(frame), (short) 9);

        Payload records = read.topicData().get(0).partitionData().get(0).records();
        assertThat(records).isInstanceOf(BufferPayload.class);
        assertThat(((BufferPayload) records).buffer().array()).isSameAs(frame.array());
        assertThat(records.toBuffer()).isEqualTo(ByteBuffer.wrap(new byte[] {7, 7, 7}));
        assertThat(frame.position()).isZero();
    }

    @Test
    void refusesStringsThatNoLengthFits() {
        HeartbeatRequest request = new HeartbeatRequest().groupId("g".repeat(Short.MAX_VALUE));
        MessageParts.of(request, (short) 4);
        request.groupId("g".repeat(Short.MAX_VALUE + 1));
        assertThatThrownBy(() -> MessageParts.of(request, (short) 4))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a string of 32768 bytes; 32767 fit");
    }

    @Test
    void noticesAMessageThatChangesWhileItIsWritten() {
        int[] passes = {0};
        assertThatThrownBy(() -> MessageParts.of(writer -> writer.bytes(new byte[10 - passes[0]++], false)))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void printsNoSecrets() {
        SaslAuthenticateRequest request =
                new SaslAuthenticateRequest().authBytes("secret".getBytes(StandardCharsets.UTF_8));
        assertThat(request).hasToString("SaslAuthenticateRequest(authBytes=6 bytes)");
    }

    private static FetchResponse responseOf(Payload... records) {
        List<PartitionData> partitions = List.of(records).stream()
                .map(payload -> new PartitionData().records(payload).highWatermark(9))
                .toList();
        return new FetchResponse().responses(List.of(new FetchableTopicResponse().partitions(partitions)));
    }
}
