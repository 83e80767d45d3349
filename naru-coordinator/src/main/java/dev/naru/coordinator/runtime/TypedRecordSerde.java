package dev.naru.coordinator.runtime;

import dev.naru.protocol.CoordinatorFrame;
import dev.naru.protocol.MessageReader;
import dev.naru.protocol.PersistedRecord;
import dev.naru.protocol.group.GroupRecordType;
import dev.naru.protocol.transaction.TransactionRecordType;
import java.nio.ByteBuffer;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Reads records whose types the schemas list.
 *
 * <p>Threading: stateless.
 */
public final class TypedRecordSerde implements RecordSerde {
    /** The records of {@code __consumer_offsets}. */
    public static final RecordSerde GROUPS = new TypedRecordSerde(id -> {
        GroupRecordType type = GroupRecordType.byId(id);
        return type == null ? null : new EmptyRecord(type.newKey(), type.newValue());
    });

    /** The records of {@code __transaction_state}. */
    public static final RecordSerde TRANSACTIONS = new TypedRecordSerde(id -> {
        TransactionRecordType type = TransactionRecordType.byId(id);
        return type == null ? null : new EmptyRecord(type.newKey(), type.newValue());
    });

    private final IntFunction<@Nullable EmptyRecord> types;

    private TypedRecordSerde(IntFunction<@Nullable EmptyRecord> types) {
        this.types = types;
    }

    private record EmptyRecord(PersistedRecord key, PersistedRecord value) {}

    @Override
    public @Nullable CoordinatorRecord read(ByteBuffer key, @Nullable ByteBuffer value) {
        MessageReader keyReader = new MessageReader(key);
        EmptyRecord empty = types.apply(CoordinatorFrame.readType(keyReader));
        if (empty == null) {
            return null;
        }
        CoordinatorFrame.readKey(empty.key, keyReader);
        if (value == null) {
            return CoordinatorRecord.tombstone(empty.key);
        }
        short version = value.getShort(value.position());
        CoordinatorFrame.readValue(empty.value, new MessageReader(value));
        return CoordinatorRecord.of(empty.key, empty.value, version);
    }
}
