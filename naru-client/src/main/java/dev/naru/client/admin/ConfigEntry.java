package dev.naru.client.admin;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A setting as it stands.
 *
 * @param name its key
 * @param value its value, null if it is a secret or has none
 * @param source where the value comes from
 * @param readOnly true if it cannot be changed while the broker runs
 * @param sensitive true if its value is a secret
 * @param synonyms where values for it could come from, the winning one first
 * @param documentation what it means, null if not asked for
 */
public record ConfigEntry(
        String name,
        @Nullable String value,
        Source source,
        boolean readOnly,
        boolean sensitive,
        List<Synonym> synonyms,
        @Nullable String documentation) {
    /** Where a value comes from. */
    public enum Source {
        UNKNOWN,
        TOPIC,
        DYNAMIC_BROKER,
        DYNAMIC_ALL_BROKERS,
        STATIC_BROKER,
        DEFAULT,
        DYNAMIC_BROKER_LOGGER,
        CLIENT_METRICS,
        GROUP;

        private static final Source[] BY_CODE = values();

        static Source of(byte code) {
            return code > 0 && code < BY_CODE.length ? BY_CODE[code] : UNKNOWN;
        }
    }

    /** A value that counts unless one before it does. */
    public record Synonym(String name, @Nullable String value, Source source) {}
}
