package dev.naru.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.naru.common.Uuid;
import dev.naru.protocol.group.GroupRecordType;
import dev.naru.protocol.group.OffsetCommitKey;
import dev.naru.protocol.group.OffsetCommitValue;
import dev.naru.protocol.metadata.MetadataRecordType;
import dev.naru.protocol.metadata.TopicRecord;
import dev.naru.protocol.share.ShareRecordType;
import dev.naru.protocol.transaction.TransactionRecordType;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class PersistedFrameTest {
    /** Frame version 1, type 2, version 0, then the name "orders" and the id. */
    private static final String TOPIC_RECORD = "01 02 00 07 6f7264657273 00000000000000050000000000000006 00";

    /** Type 1, then group "g", topic "t", partition 3. */
    private static final String OFFSET_COMMIT_KEY = "0001 0001 67 0001 74 00000003";

    /** Version 3, offset 9, leader epoch 1, no metadata, commit time 1000. */
    private static final String OFFSET_COMMIT_VALUE = "0003 0000000000000009 00000001 0000 00000000000003e8";

    @Test
    void framesMetadataRecords() {
        TopicRecord record = new TopicRecord().name("orders").topicId(new Uuid(5, 6));
        byte[] bytes = hex(TOPIC_RECORD);
        assertThat(MetadataFrame.encode(record, (short) 0)).isEqualTo(bytes);
        assertThat(MetadataFrame.decode(new MessageReader(ByteBuffer.wrap(bytes))))
                .isEqualTo(record);
    }

    @Test
    void refusesMetadataRecordsOfTheFuture() {
        for (String unknown : List.of("02 02 00", "01 7f 00", "01 02 63", "01 02 ffffffff0f", "01 ffffffff0f 00")) {
            assertThatThrownBy(() -> MetadataFrame.decode(new MessageReader(ByteBuffer.wrap(hex(unknown)))))
                    .as(unknown)
                    .isInstanceOf(UnsupportedVersionException.class);
        }
        byte[] whole = hex(TOPIC_RECORD);
        for (int size = 0; size < whole.length; size++) {
            ByteBuffer cut = ByteBuffer.wrap(Arrays.copyOf(whole, size));
            assertThatThrownBy(() -> MetadataFrame.decode(new MessageReader(cut)))
                    .isInstanceOf(MalformedMessageException.class);
        }
    }

    @Test
    void framesKeysAndValuesOfInternalTopics() {
        OffsetCommitKey key = new OffsetCommitKey().group("g").topic("t").partition(3);
        OffsetCommitValue value =
                new OffsetCommitValue().offset(9).leaderEpoch(1).metadata("").commitTimestamp(1000);
        assertThat(CoordinatorFrame.encodeKey(key)).isEqualTo(hex(OFFSET_COMMIT_KEY));
        assertThat(CoordinatorFrame.encodeValue(value, (short) 3)).isEqualTo(hex(OFFSET_COMMIT_VALUE));

        MessageReader reader = new MessageReader(ByteBuffer.wrap(hex(OFFSET_COMMIT_KEY)));
        GroupRecordType type = GroupRecordType.byId(CoordinatorFrame.readType(reader));
        assertThat(type).isEqualTo(GroupRecordType.OFFSET_COMMIT);
        assertThat(CoordinatorFrame.readKey(type.newKey(), reader)).isEqualTo(key);
        MessageReader values = new MessageReader(ByteBuffer.wrap(hex(OFFSET_COMMIT_VALUE)));
        assertThat(CoordinatorFrame.readValue(type.newValue(), values)).isEqualTo(value);
    }

    @Test
    void givesEachTypeItsOwnRecord() {
        for (MetadataRecordType type : MetadataRecordType.values()) {
            assertThat(type.newRecord().recordType()).isEqualTo(type.id());
            assertThat(MetadataRecordType.byId(type.id())).isEqualTo(type);
        }
        for (GroupRecordType type : GroupRecordType.values()) {
            assertThat(type.newKey().recordType()).isEqualTo(type.id());
            assertThat(type.newValue().recordType()).isEqualTo(type.id());
        }
        assertThat(TransactionRecordType.values()).hasSize(1);
        assertThat(ShareRecordType.values()).hasSize(2);
        assertThat(MetadataRecordType.byId(-1)).isNull();
    }

    private static byte[] hex(String text) {
        return HexFormat.of().parseHex(text.replace(" ", ""));
    }
}
