package dev.naru.protocol;

import dev.naru.protocol.metadata.MetadataRecordType;

/**
 * How a metadata record stands in the metadata log: frame version, type and record version as unsigned varints, then the
 * record. This is Kafka's own framing, so its tools read such logs.
 *
 * <p>Threading: stateless.
 */
public final class MetadataFrame {
    private static final int FRAME_VERSION = 1;

    private MetadataFrame() {}

    /** The bytes of a record in {@code version}. */
    public static byte[] encode(PersistedRecord record, short version) {
        return MessageParts.bytes(MessageParts.of(writer -> {
            writer.unsignedVarint(FRAME_VERSION);
            writer.unsignedVarint(record.recordType());
            writer.unsignedVarint(version);
            record.write(writer, version);
        }));
    }

    /**
     * Reads a record.
     *
     * @throws MalformedMessageException if the bytes are not a metadata record
     * @throws UnsupportedVersionException if they are one that this build does not know
     */
    public static PersistedRecord decode(MessageReader reader) {
        int frameVersion = reader.unsignedVarint();
        if (frameVersion != FRAME_VERSION) {
            throw new UnsupportedVersionException("metadata frame version " + Integer.toUnsignedString(frameVersion));
        }
        int id = reader.unsignedVarint();
        int version = reader.unsignedVarint();
        MetadataRecordType type = MetadataRecordType.byId(id);
        if (type == null || version < 0 || version > Short.MAX_VALUE) {
            throw new UnsupportedVersionException("metadata record " + Integer.toUnsignedString(id) + " version "
                    + Integer.toUnsignedString(version));
        }
        PersistedRecord record = type.newRecord();
        record.read(reader, (short) version);
        return record;
    }
}
