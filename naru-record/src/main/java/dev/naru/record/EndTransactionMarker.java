package dev.naru.record;

import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The one record of a control batch that ends a transaction.
 *
 * <pre>
 *  key    version int16 = 0, type int16 (0 abort, 1 commit)
 *  value  version int16 = 0, coordinator epoch int32
 * </pre>
 */
public record EndTransactionMarker(boolean isCommit, int coordinatorEpoch) {
    private static final int ABORT = 0;
    private static final int COMMIT = 1;
    private static final int KEY_SIZE_BYTES = 4;
    private static final int VALUE_SIZE_BYTES = 6;
    private static final int BATCH_SIZE_BYTES_MAX = 128;

    /** The marker in this key and value of a control record, or null if it is another kind of control record. */
    public static @Nullable EndTransactionMarker read(@Nullable ByteBuffer key, @Nullable ByteBuffer value) {
        if (key == null || key.remaining() < KEY_SIZE_BYTES || value == null || value.remaining() < VALUE_SIZE_BYTES) {
            return null;
        }
        int type = key.getShort(key.position() + Short.BYTES);
        if (type != ABORT && type != COMMIT) {
            return null;
        }
        return new EndTransactionMarker(type == COMMIT, value.getInt(value.position() + Short.BYTES));
    }

    /** The batch that holds this marker and nothing else. */
    public ByteBuffer toBatch(long timestampMs, int leaderEpoch, long producerId, short producerEpoch) {
        ByteBuffer key = ByteBuffer.allocate(KEY_SIZE_BYTES)
                .putShort((short) 0)
                .putShort((short) (isCommit ? COMMIT : ABORT))
                .flip();
        ByteBuffer value = ByteBuffer.allocate(VALUE_SIZE_BYTES)
                .putShort((short) 0)
                .putInt(coordinatorEpoch)
                .flip();
        BatchBuilder builder = new BatchBuilder(Compression.NONE, BATCH_SIZE_BYTES_MAX)
                .leaderEpoch(leaderEpoch)
                .producer(producerId, producerEpoch, BatchView.NO_SEQUENCE)
                .transactional(true)
                .control(true);
        builder.append(timestampMs, key, value, List.of());
        return builder.build();
    }
}
