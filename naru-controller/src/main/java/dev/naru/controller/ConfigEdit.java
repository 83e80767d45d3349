package dev.naru.controller;

import org.jspecify.annotations.Nullable;

/** One change of one setting. The value means nothing to {@link Kind#DELETE}. */
public record ConfigEdit(String name, Kind kind, @Nullable String value) {
    /** What to do. */
    public enum Kind {
        /** Give it this value. */
        SET,
        /** Take it away, so that the default counts again. */
        DELETE,
        /** Add these elements to a list. */
        APPEND,
        /** Take these elements from a list. */
        SUBTRACT
    }
}
