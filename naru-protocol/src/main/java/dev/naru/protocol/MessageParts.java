package dev.naru.protocol;

import dev.naru.common.Payload;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * Encodes messages, in two passes over the same {@link ApiMessage#write}: the first counts, the second fills one buffer of
 * that size. The result is a list of parts, because record data is not copied: it stands among them as the payload it is.
 *
 * <p>Threading: stateless.
 */
public final class MessageParts {
    private MessageParts() {}

    /** What is not a message alone: called twice, and writes the same each time. */
    interface Encoding {
        void write(MessageWriter writer);
    }

    /** The parts of a message; usually one. */
    public static List<Payload> of(ApiMessage message, short version) {
        MessageWriter counter = new MessageWriter();
        message.write(counter, version);
        MessageWriter filler = counter.secondPass();
        message.write(filler, version);
        return filler.finish();
    }

    /** The parts of a message that stands behind its header. */
    static List<Payload> of(ApiMessage header, short headerVersion, ApiMessage body, short version) {
        MessageWriter counter = new MessageWriter();
        header.write(counter, headerVersion);
        body.write(counter, version);
        MessageWriter filler = counter.secondPass();
        header.write(filler, headerVersion);
        body.write(filler, version);
        return filler.finish();
    }

    static List<Payload> of(Encoding encoding) {
        MessageWriter counter = new MessageWriter();
        encoding.write(counter);
        MessageWriter filler = counter.secondPass();
        encoding.write(filler);
        return filler.finish();
    }

    /** The bytes of a message in an array, for records within records and for tests. */
    public static byte[] bytes(ApiMessage message, short version) {
        return bytes(of(message, version));
    }

    static byte[] bytes(List<Payload> parts) {
        ByteBuffer whole = join(parts);
        byte[] bytes = new byte[whole.remaining()];
        whole.get(bytes);
        return bytes;
    }

    /** How many bytes a message has in all, payloads included. */
    public static int sizeBytes(List<Payload> parts) {
        long size = 0;
        for (Payload part : parts) {
            size += part.sizeBytes();
        }
        return Math.toIntExact(size);
    }

    /** All parts in one buffer, for where a copy of the record data does no harm. */
    public static ByteBuffer join(List<Payload> parts) {
        if (parts.size() == 1) {
            return parts.get(0).toBuffer();
        }
        ByteBuffer whole = ByteBuffer.allocate(sizeBytes(parts));
        for (Payload part : parts) {
            whole.put(part.toBuffer());
        }
        return whole.flip();
    }
}
