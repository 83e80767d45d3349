package dev.naru.protocol;

/**
 * How records stand in the internal topics: a key is its type and then the key message, a value its version and then the
 * value message, each number in two bytes. In a key the number in front was once a version, so a key message itself has
 * version 0 only.
 *
 * <p>Threading: stateless.
 */
public final class CoordinatorFrame {
    private CoordinatorFrame() {}

    /** The bytes of a record's key. */
    public static byte[] encodeKey(PersistedRecord key) {
        short version = key.lowestVersion();
        return encode(key.recordType(), key, version);
    }

    /** The bytes of a record's value in {@code version}. */
    public static byte[] encodeValue(PersistedRecord value, short version) {
        return encode(version, value, version);
    }

    private static byte[] encode(short front, PersistedRecord message, short version) {
        return MessageParts.bytes(MessageParts.of(writer -> {
            writer.int16(front);
            message.write(writer, version);
        }));
    }

    /** Reads the type in front of a key; {@link #readKey} reads the rest into a key of that type. */
    public static short readType(MessageReader reader) {
        return reader.int16();
    }

    /**
     * Fills {@code key} with what follows its type.
     *
     * @throws MalformedMessageException if the bytes are not that key
     */
    public static <T extends PersistedRecord> T readKey(T key, MessageReader reader) {
        key.read(reader, key.lowestVersion());
        return key;
    }

    /**
     * Fills {@code value} from a whole value.
     *
     * @throws MalformedMessageException if the bytes are not that value
     * @throws UnsupportedVersionException if this build does not know their version
     */
    public static <T extends PersistedRecord> T readValue(T value, MessageReader reader) {
        value.read(reader, reader.int16());
        return value;
    }
}
