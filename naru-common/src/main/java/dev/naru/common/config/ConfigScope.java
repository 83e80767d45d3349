package dev.naru.common.config;

/** Where, and when, a broker's key can be changed. */
public enum ConfigScope {
    /** Only at start-up. */
    READ_ONLY,
    /** On a running broker, for each broker alone. */
    PER_BROKER,
    /** On a running broker, for one broker or as the default of all. */
    CLUSTER_WIDE
}
