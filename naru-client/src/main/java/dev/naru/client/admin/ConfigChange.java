package dev.naru.client.admin;

import org.jspecify.annotations.Nullable;

/**
 * One change of a setting.
 *
 * @param name its key
 * @param operation what to do
 * @param value the value; null only for {@link Operation#DELETE}
 */
public record ConfigChange(
        String name, Operation operation, @Nullable String value) {
    /** What can be done to a setting. */
    public enum Operation {
        /** Gives it this value. */
        SET((byte) 0),
        /** Takes it back to the default. */
        DELETE((byte) 1),
        /** Adds to a list. */
        APPEND((byte) 2),
        /** Takes from a list. */
        SUBTRACT((byte) 3);

        private final byte code;

        Operation(byte code) {
            this.code = code;
        }

        byte code() {
            return code;
        }
    }

    public static ConfigChange set(String name, String value) {
        return new ConfigChange(name, Operation.SET, value);
    }

    public static ConfigChange delete(String name) {
        return new ConfigChange(name, Operation.DELETE, null);
    }
}
