package dev.naru.metadata;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The kinds of {@link ConfigResource}, by their number in records and requests. */
public enum ConfigResourceType {
    /** A topic, by name. */
    TOPIC(2),
    /** A broker, by id, or all of them. */
    BROKER(4),
    /** The log levels of a broker. */
    BROKER_LOGGER(8),
    /** A subscription to client metrics. */
    CLIENT_METRICS(16),
    /** A group, by name. */
    GROUP(32);

    private final byte id;

    ConfigResourceType(int id) {
        this.id = (byte) id;
    }

    /** Its number. */
    public byte id() {
        return id;
    }

    /** The kind of this number, or null if there is none. */
    public static @Nullable ConfigResourceType byId(byte id) {
        for (ConfigResourceType type : values()) {
            if (type.id == id) {
                return type;
            }
        }
        return null;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
