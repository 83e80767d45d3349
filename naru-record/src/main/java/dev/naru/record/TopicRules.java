package dev.naru.record;

import org.jspecify.annotations.Nullable;

/**
 * What a topic's settings ask of a batch.
 *
 * @param batchSizeBytesMax {@code max.message.bytes}
 * @param compression what batches are stored with, null for {@code compression.type=producer}: as they come
 * @param timestampType {@code message.timestamp.type}
 * @param timestampBeforeMaxMs {@code message.timestamp.before.max.ms}
 * @param timestampAfterMaxMs {@code message.timestamp.after.max.ms}
 * @param keyRequired true if {@code cleanup.policy} has {@code compact}
 */
public record TopicRules(
        int batchSizeBytesMax,
        @Nullable Compression compression,
        TimestampType timestampType,
        long timestampBeforeMaxMs,
        long timestampAfterMaxMs,
        boolean keyRequired) {}
