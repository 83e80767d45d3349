package dev.naru.common.config;

/** How much an operator has to care about a key. */
public enum Importance {
    /** Think about it before going into production. */
    HIGH,
    /** Worth knowing. */
    MEDIUM,
    /** For rare needs. */
    LOW
}
