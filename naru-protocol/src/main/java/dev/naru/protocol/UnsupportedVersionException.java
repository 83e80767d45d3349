package dev.naru.protocol;

/** A message has no such version, or the version has no place for something that the message says. */
public final class UnsupportedVersionException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Says which version of what. */
    public UnsupportedVersionException(String message) {
        super(message);
    }

    /** Refuses a version outside of the range. */
    public static void check(String message, short version, short lowest, short highest) {
        if (version < lowest || version > highest) {
            throw new UnsupportedVersionException(
                    message + " has no version " + version + ", only " + lowest + " to " + highest);
        }
    }

    /** A field is set that would be lost. */
    public static UnsupportedVersionException ofField(String struct, String field, short version) {
        return new UnsupportedVersionException(
                struct + "." + field + " is set, but version " + version + " has no place for it");
    }

    /** A field is null where it must not be. */
    public static UnsupportedVersionException ofNull(String struct, String field, short version) {
        return new UnsupportedVersionException(
                struct + "." + field + " is null, which version " + version + " cannot say");
    }
}
