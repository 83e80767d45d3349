package dev.naru.protocol;

/**
 * A message that lives in a log: a metadata record, or the key or value of a record of an internal topic. {@link
 * MetadataFrame} and {@link CoordinatorFrame} put its type and version before it.
 *
 * <p>Threading: confined to whoever holds the message.
 */
public interface PersistedRecord extends ApiMessage {
    /** The number of its type within its family. */
    short recordType();
}
