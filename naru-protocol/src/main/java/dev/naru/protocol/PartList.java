package dev.naru.protocol;

import dev.naru.common.BufferPayload;
import dev.naru.common.Payload;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * The parts of a message while it is written: stretches of the one buffer, and between them the payloads as they are.
 *
 * <p>Threading: confined to whoever encodes.
 */
final class PartList {
    private final List<Payload> parts;
    private int stretchStart;

    PartList(int payloadCount) {
        this.parts = new ArrayList<>(payloadCount * 2 + 1);
    }

    /** A payload stands where {@code buffer} has been filled to. */
    void addPayload(ByteBuffer buffer, Payload payload) {
        endStretch(buffer);
        parts.add(payload);
    }

    List<Payload> finish(ByteBuffer buffer) {
        endStretch(buffer);
        return parts;
    }

    private void endStretch(ByteBuffer buffer) {
        int end = buffer.position();
        if (end > stretchStart) {
            parts.add(
                    new BufferPayload(buffer.duplicate().position(stretchStart).limit(end)));
        }
        stretchStart = end;
    }
}
