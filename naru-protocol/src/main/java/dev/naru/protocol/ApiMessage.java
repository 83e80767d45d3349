package dev.naru.protocol;

/**
 * A message of the protocol: a value without a version that can be read and written in any version from {@link
 * #lowestVersion} to {@link #highestVersion}. Fields a version does not have keep their defaults when it is read; when it
 * is written they are left out if the protocol calls that harmless, and refused otherwise.
 *
 * <p>Threading: confined to whoever holds the message.
 */
public interface ApiMessage {
    /** The lowest version that can be read and written. */
    short lowestVersion();

    /** The highest version that can be read and written. */
    short highestVersion();

    /**
     * Fills this message, which must be new, from {@code reader}. Record data is not copied: it stays in the reader's
     * buffer and is good for as long as that is.
     *
     * @throws MalformedMessageException if the bytes are not such a message; this message is then half filled
     * @throws UnsupportedVersionException if there is no such version
     */
    void read(MessageReader reader, short version);

    /**
     * Writes this message. Called twice for each encoding, see {@link MessageParts}; the message must not change between.
     *
     * @throws UnsupportedVersionException if there is no such version, or it has no place for something that is set
     */
    void write(MessageWriter writer, short version);
}
